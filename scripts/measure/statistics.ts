/** The value below which a share of the samples lies, by the nearest-rank method; NaN without samples. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  const rank = Math.max(1, Math.ceil(share * sorted.length))
  return sorted[rank - 1] ?? Number.NaN
}

export function median(samples: readonly number[]): number {
  return percentile(samples, 0.5)
}

/** Median and 99th percentile, in the samples' own unit, to two decimals. */
export function p50p99(samples: readonly number[]): { p50: number; p99: number } {
  return { p50: round(median(samples)), p99: round(percentile(samples, 0.99)) }
}

export function round(value: number, digits = 2): number {
  return Number(value.toFixed(digits))
}
