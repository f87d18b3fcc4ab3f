/**
 * The looks of the portrait family, as data. A look holds its colours and the few outlines that
 * are its own (hair, clothes, beard); what all faces share is drawn by `portrait-drawing.ts`.
 * Outlines are SVG path data on a 120 × 120 canvas: eyes at y 54, the light falls from the left.
 */
export type Look = {
  backdrop: string
  skin: string
  hair: string
  cloth: string
  /** What is not the main cloth: shirt, roll-neck, hat, earrings. */
  trim: string
  lips: string
  /** Half the width of the face at the cheekbones, half the width of the chin, where it ends. */
  face: readonly [cheek: number, chin: number, bottom: number]
  /** How the head leans, in degrees. */
  tilt: number
  /** Weight of the brows. */
  brow: number
  creases?: string
  hairBehind?: string
  hairInFront: string
  /** Where the light touches the hair or the hat. */
  hairLight: string
  beard?: string
  hat?: string
  /** Worn under a jacket, which then stands open. */
  shirt?: string
  collar?: string
  glasses?: string
  earrings?: string
}

const eva: Look = {
  backdrop: '#a9cdc6',
  skin: '#f1c7a8',
  hair: '#713f2a',
  cloth: '#2f6f73',
  trim: '#275f64',
  lips: '#b4554d',
  face: [24, 13, 87],
  tilt: -3,
  brow: 2.2,
  hairBehind:
    'M34 48C28 20 48 8 65 10C92 12 96 42 91 60C88 74 95 82 90 94C80 102 42 102 33 93C27 82 37 74 34 48Z',
  hairInFront: 'M47 25C62 34 80 35 83 62C93 42 88 13 64 11C39 10 28 34 37 62C35 46 39 34 47 25Z',
  hairLight: 'M48 21C40 27 36 36 37 48C31 32 40 19 56 16C53 18 51 19 48 21Z',
  collar: 'M45 88C52 96 68 96 76 88C79 93 80 99 78 102C68 108 52 108 43 102C42 97 43 92 45 88Z',
}

const nora: Look = {
  backdrop: '#ecc293',
  skin: '#8d5b40',
  hair: '#40363b',
  cloth: '#a8452c',
  trim: '#2d6b68',
  lips: '#6d2c30',
  face: [25, 14, 87],
  tilt: 3,
  brow: 2.4,
  creases: 'M41.5 57.5l-2 2.5M79 57l2 2.5M49 66q-3 2-3.5 5M69 65q3 2 3.5 5',
  hairInFront:
    'M36 60C27 56 24 46 30 39C25 28 33 18 42 18C46 9 60 7 66 12C77 8 89 16 88 26C96 31 96 44 90 49C91 55 88 58 84 61C83 50 81 43 77 39C66 40 52 38 45 33C40 40 37 48 36 60Z',
  hairLight:
    'M42 18C46 9 58 7 64 11C55 12 50 16 48 21C42 22 38 27 38 33C40 38 36 42 34 46C29 43 28 41 30 39C25 28 33 18 42 18Z',
  earrings: 'M34.5 66h0M86 66h0',
}

const viktor: Look = {
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
}

const grace: Look = {
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
}

const tikhon: Look = {
  backdrop: '#a5c4d8',
  skin: '#dfa684',
  hair: '#f0ebe0',
  cloth: '#2f4a66',
  trim: '#c8693a',
  lips: '#96503f',
  face: [25, 16, 88],
  tilt: -3,
  brow: 3.4,
  creases: 'M41.5 57.5l-2 2.5M79 57l2 2.5',
  beard:
    'M35 54C32 76 36 94 50 103C57 108 66 107 72 102C86 92 88 74 85 54C83 64 78 69 72 69C65 64 54 64 47 69C41 69 37 64 35 54Z',
  hairInFront:
    'M35 60C32 50 33 42 36 38H41C40 46 38 54 35 60ZM85 60C88 50 87 42 84 38H79C80 46 82 54 85 60Z',
  hat: 'M32 40L33 29C35 14 47 7 60 7C75 7 86 15 87 29L88 40C70 34 50 34 32 40Z',
  hairLight:
    'M39 26C41 17 48 12 57 11C50 15 47 20 46 25ZM32 40C50 34 70 34 88 40L87 29C70 23 50 23 33 29Z',
}

const ada: Look = {
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
}

/** By the portrait's name. */
export const looks = { ada, eva, grace, nora, tikhon, viktor }
