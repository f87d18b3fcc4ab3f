import type { Look } from '../look.ts'

export const look: Look = {
  backdrop: '#eccb73',
  skin: '#c58b65',
  hair: '#2d2329',
  cloth: '#4a62a8',
  trim: '#3d5396',
  lips: '#8f403d',
  face: [23, 12, 86],
  tilt: 3,
  brow: 2.1,
  hairBehind: 'M56 20C50 8 66 4 74 11C84 12 86 24 76 28Z',
  hairInFront:
    'M37 62C28 38 38 17 61 16C84 16 92 38 83 62C84 50 80 40 70 32C62 38 48 37 43 39C39 46 38 52 37 62Z',
  hairLight: 'M38 42C38 29 46 21 58 19C51 23 46 29 45 36Z',
  collar: 'M45 88C52 96 68 96 76 88L78 100C68 106 52 106 43 100Z',
  glasses:
    'M49 45.5a8.5 8.5 0 1 0 .1 0zM71 45.5a8.5 8.5 0 1 0 .1 0zM57.5 53q2.5-2 5 0M79.5 53l4-2M40.5 53l-3-2',
  living: {
    iris: '#3b2620',
    strandsBehind: 'M60 12q5-3 9 1M66 19q7 1 10-3',
    sheen:
      'M70 32C62 36 50 36 43 38M68 27C60 32 49 33 41 38M72 26C79 32 82 41 82.5 50M64 21C55 22 46 27 41 34',
    seams:
      'M51 95q1 4 .5 8M57 96.6q.4 4 0 8M63.5 96.7q-.2 4 .2 8M70 95.4q-.8 4-.2 8M25 104.5Q28 111 26.5 124M96 104.5Q93 111 94.5 124',
  },
}
