import type { Look } from '../look.ts'

export const look: Look = {
  backdrop: '#cfb3c9',
  skin: '#efc8a2',
  hair: '#28242e',
  cloth: '#4c3a55',
  trim: '#f3eadb',
  lips: '#b54f4c',
  face: [24, 13, 86],
  tilt: 2,
  brow: 2.2,
  hairBehind:
    'M31 58C26 22 46 9 62 9C88 9 94 36 90 60C90 70 92 78 90 83C80 88 40 88 31 83C28 78 31 70 31 58Z',
  hairInFront:
    'M35 64C28 34 40 10 62 10C86 11 92 38 85 66C85 54 84 46 80 37C68 42 54 38 47 28C43 38 36 46 35 64Z',
  hairLight: 'M37 42C37 29 45 18 58 14C50 20 45 27 44 33C41 37 38 39 37 42Z',
  shirt: 'M44 93Q60 108 77 93L81 122H40Z',
  living: {
    iris: '#3a2a2c',
    strandsBehind:
      'M37 66C36 74 34 78 35 83M85 66C85 74 87 78 86 83M42 74C42 79 41 82 42 85M79 74C79 79 80 82 79 85',
    sheen: 'M50 25C57 34 70 37 79 33M53 20C62 29 74 31 82 29M45 29C41 36 37 44 36 52',
    seams:
      'M44 92L43 104L49 107L60 122M76 92L78 104L72 107L60 122M60 122V150M25 104.5Q28 111 26.5 124M96 104.5Q93 111 94.5 124',
  },
}
