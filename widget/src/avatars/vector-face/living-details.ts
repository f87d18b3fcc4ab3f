import type { looks } from '../looks.ts'

/**
 * What a large face has and a small portrait can do without, for each look: the colour of the
 * eyes, strands of hair, and the lines of the clothes. Strokes, on the portraits' canvas.
 */
export type LivingDetails = {
  iris: string
  /** On the hair that falls behind the shoulders or stands behind the head. */
  strandsBehind?: string
  strands?: string
  /** Strands of hair too dark for shades, in light. */
  sheen?: string
  beardStrands?: string
  seams?: string
  /** Freckles, and the like. */
  marks?: string
}

export const livingDetails: Record<keyof typeof looks, LivingDetails> = {
  eva: {
    iris: '#3d6b66',
    strandsBehind:
      'M39 70C40 80 34 86 36 92M45 78C46 86 42 92 43 97M85 68C82 78 88 84 86 93M79 84C81 90 79 94 80 98',
    strands: 'M52 24C64 31 77 34 82 50M58 20C70 24 80 32 83.5 46M44 30C40.5 35 38.6 41 38 47',
    seams:
      'M51 95q1 4 .5 8M57 96.6q.4 4 0 8M63.5 96.7q-.2 4 .2 8M70 95.4q-.8 4-.2 8M25 104.5Q28 111 26.5 124M96 104.5Q93 111 94.5 124',
    marks: 'M47 64.5h0M50 66h0M45.5 67h0M70 66h0M73 64.6h0M74.5 67h0',
  },
  nora: {
    iris: '#4a2c22',
    strands:
      'M50 16q5-2 8 2M64 14q6-1 8 4M76 20q7 1 7 8M81 32q6 4 4 10M58 24q6-4 11 1M70 29q6-1 8 5M46 27q3-5 9-4',
    seams: 'M45.5 93.5Q60 106 74.5 93.5M25 104.5Q28 111 26.5 124M96 104.5Q93 111 94.5 124',
  },
  viktor: {
    iris: '#41597c',
    strands: 'M52 27C58 20 70 19 78 26M60 28.5C66 24 74 25 79.5 31M46 29C48 24 52 21 57 19.5',
    beardStrands: 'M42 73q1 7 6 11M50 80q2 6 6 8.5M60 83v6.5M70 80q-2 6-6 8.5M78 73q-1 7-6 11',
    seams:
      'M44 92L41 103L47 106L60 122M76 92L80 103L74 106L60 122M60 122V150M25 104.5Q28 111 26.5 124M96 104.5Q93 111 94.5 124',
  },
  grace: {
    iris: '#3a2a2c',
    strandsBehind:
      'M37 66C36 74 34 78 35 83M85 66C85 74 87 78 86 83M42 74C42 79 41 82 42 85M79 74C79 79 80 82 79 85',
    sheen: 'M50 25C57 34 70 37 79 33M53 20C62 29 74 31 82 29M45 29C41 36 37 44 36 52',
    seams:
      'M44 92L43 104L49 107L60 122M76 92L78 104L72 107L60 122M60 122V150M25 104.5Q28 111 26.5 124M96 104.5Q93 111 94.5 124',
  },
  tikhon: {
    iris: '#3f6480',
    beardStrands:
      'M41 74C43 86 47 93 54 100M49 82C51 91 54 96 58 102M60 86C60 94 61 99 62 103M70 82C70 90 68 96 66 101M79 74C78 84 75 91 71 97',
    strands: 'M44 37q1-9 6-15M56 34.5q0-11 3-18M68 34.8q1-10-1-18M79 37.5q0-9-4-15',
    seams: 'M25 104.5Q28 111 26.5 124M96 104.5Q93 111 94.5 124',
  },
  ada: {
    iris: '#3b2620',
    strandsBehind: 'M60 12q5-3 9 1M66 19q7 1 10-3',
    sheen:
      'M70 32C62 36 50 36 43 38M68 27C60 32 49 33 41 38M72 26C79 32 82 41 82.5 50M64 21C55 22 46 27 41 34',
    seams:
      'M51 95q1 4 .5 8M57 96.6q.4 4 0 8M63.5 96.7q-.2 4 .2 8M70 95.4q-.8 4-.2 8M25 104.5Q28 111 26.5 124M96 104.5Q93 111 94.5 124',
  },
}
