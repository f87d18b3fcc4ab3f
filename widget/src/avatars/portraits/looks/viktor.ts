import type { Look } from '../look.ts'

export const look: Look = {
  backdrop: '#b4c0d2',
  skin: '#eec2a2',
  hair: '#8d8e95',
  cloth: '#2b3a55',
  trim: '#f5f1e8',
  lips: '#a2574b',
  face: [25, 17, 89],
  tilt: -2,
  brow: 3,
  beard:
    'M35 55C36 68 38 80 46 87C52 92 67 92 74 87C82 80 84 68 85 55C82 64 78 69 72 69C64 66 54 66 47 69C41 69 38 64 35 55Z',
  hairInFront:
    'M36 56C29 32 40 16 60 15C82 14 92 34 84 56C84 46 82 38 76 32C62 31 52 28 45 30C41 35 38 44 37 58Z',
  hairLight: 'M36 46C32 29 42 17 58 16C49 20 44 24 42 29C38 33 37 39 36 46Z',
  shirt: 'M44 92L60 105L76 92L81 122H40Z',
  glasses: 'M41 49h15v8q-7 6-15 0zM63 49h15v8q-8 6-15 0zM56 52q3.5-2 7 0M78 51l6-1',
  living: {
    iris: '#41597c',
    strands: 'M52 27C58 20 70 19 78 26M60 28.5C66 24 74 25 79.5 31M46 29C48 24 52 21 57 19.5',
    beardStrands: 'M42 73q1 7 6 11M50 80q2 6 6 8.5M60 83v6.5M70 80q-2 6-6 8.5M78 73q-1 7-6 11',
    seams:
      'M44 92L41 103L47 106L60 122M76 92L80 103L74 106L60 122M60 122V150M25 104.5Q28 111 26.5 124M96 104.5Q93 111 94.5 124',
  },
}
