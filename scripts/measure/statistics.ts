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

/** In each resample as many values are drawn as there are, so what they tell varies as the samples do. */
const resamples = 1000

/**
 * Between which two values the difference of two samples' percentiles lies, with 95 % confidence, by
 * the bootstrap: from the 2.5th to the 97.5th percentile of what resampling makes of it.
 */
export function differenceInterval(
  samples: readonly number[],
  fewer: readonly number[],
  share: number,
): [low: number, high: number] {
  const differences = Array.from(
    { length: resamples },
    () => percentile(resample(samples), share) - percentile(resample(fewer), share),
  )
  return [round(percentile(differences, 0.025)), round(percentile(differences, 0.975))]
}

function resample(samples: readonly number[]): number[] {
  return samples.map(() => samples[Math.floor(Math.random() * samples.length)] ?? Number.NaN)
}
