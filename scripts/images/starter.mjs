// Illustrations of the starter templates, at twice the size they are shown at.
import {
  all,
  any,
  below,
  box,
  canvas,
  circle,
  ellipse,
  gradient,
  polygon,
  ring,
  stroke,
  turned,
  without,
} from './canvas.mjs'

const wave = (base, height, length, shift = 0) =>
  below((x) => base + height * Math.sin((x / length) * 2 * Math.PI + shift))

/** A mark for whoever has no logo yet: two petals on a tile. */
const mark = (tile, petal) => () =>
  canvas(96, 96)
    .fill(box(0, 0, 96, 96, 24), tile)
    .fill(turned(all(circle(27, 48, 36), circle(69, 48, 36)), 48, 48, 45), petal)
    .fill(turned(all(circle(27, 48, 36), circle(69, 48, 36)), 48, 48, -45), `${petal}99`)

const badge = (ground, disc) =>
  canvas(240, 240)
    .fill(circle(120, 120, 119), ground)
    .fill(circle(120, 120, 88), disc)

function leaf(picture, [x, y], length, degrees, paint) {
  const r = length * 0.72
  const off = Math.sqrt(r * r - (length / 2) ** 2)
  const petal = all(circle(x - off, y - length / 2, r), circle(x + off, y - length / 2, r))
  return picture.fill(turned(petal, x, y, degrees), paint)
}

function mug(picture, cx, top, size, body, shade) {
  const [w, h] = [size, size * 1.02]
  return picture
    .fill(ellipse(cx + size * 0.1, top + h + size * 0.02, size * 0.7, size * 0.09), '#00000018')
    .fill(ring(ellipse(cx + w / 2, top + h * 0.45, w * 0.27, h * 0.26), size * 0.12), shade)
    .fill(box(cx - w / 2, top, w, h, size * 0.14), gradient([cx - w / 2, 0], body, [cx + w / 2, 0], shade))
    .fill(ellipse(cx, top + size * 0.07, w * 0.44, size * 0.055), '#0000002e')
}

function vase(picture, cx, top, size, body, shade) {
  const h = size * 1.15
  const shape = any(
    ellipse(cx, top + h * 0.62, size * 0.42, h * 0.38),
    box(cx - size * 0.14, top, size * 0.28, h * 0.5, size * 0.06),
    box(cx - size * 0.2, top, size * 0.4, size * 0.09, size * 0.045),
  )
  return picture
    .fill(ellipse(cx, top + h, size * 0.44, size * 0.07), '#00000018')
    .fill(shape, gradient([cx - size * 0.4, 0], body, [cx + size * 0.42, 0], shade))
}

function lamp(picture, cx, top, size, body, shade) {
  return picture
    .fill(ellipse(cx, top + size * 1.36, size * 0.5, size * 0.07), '#00000018')
    .fill(circle(cx, top + size * 0.42, size * 0.95), '#ffffff26')
    .fill(box(cx - size * 0.035, top + size * 0.5, size * 0.07, size * 0.82), shade)
    .fill(box(cx - size * 0.24, top + size * 1.28, size * 0.48, size * 0.08, size * 0.04), shade)
    .fill(
      polygon([
        [cx - size * 0.26, top],
        [cx + size * 0.26, top],
        [cx + size * 0.46, top + size * 0.62],
        [cx - size * 0.46, top + size * 0.62],
      ]),
      gradient([cx - size * 0.4, 0], body, [cx + size * 0.46, 0], shade),
    )
}

const product = (ground, draw, body, shade) => () => {
  const picture = canvas(400, 400, ground)
  return draw(
    picture,
    200,
    draw === mug ? 130 : draw === vase ? 90 : 75,
    draw === mug ? 160 : 190,
    body,
    shade,
  )
}

function van(picture, x, y, s, body, cabin) {
  const at = (left, top, width, height, r = 0) => box(x + left * s, y + top * s, width * s, height * s, r * s)
  picture
    .fill(ellipse(x + 118 * s, y + 124 * s, 130 * s, 8 * s), '#00000022')
    .fill(at(0, 20, 160, 92, 10), body)
    .fill(
      polygon(
        [
          [154, 44],
          [196, 44],
          [226, 78],
          [234, 84],
          [234, 112],
          [154, 112],
        ].map(([a, b]) => [x + a * s, y + b * s]),
      ),
      cabin,
    )
    .fill(
      polygon(
        [
          [168, 54],
          [191, 54],
          [212, 78],
          [168, 78],
        ].map(([a, b]) => [x + a * s, y + b * s]),
      ),
      '#dff1f7',
    )
    .fill(at(0, 98, 234, 14, 5), '#12303d')
    .fill(at(52, 46, 56, 42, 4), '#ffffffd9')
    .fill(at(74, 46, 12, 42), '#f2b441')
  for (const wheel of [48, 190])
    picture
      .fill(circle(x + wheel * s, y + 112 * s, 19 * s), '#12303d')
      .fill(circle(x + wheel * s, y + 112 * s, 9 * s), '#c9d8de')
  return picture
}

function tree(picture, x, ground, size, paint, trunk) {
  return picture
    .fill(box(x - size * 0.05, ground - size * 0.6, size * 0.1, size * 0.6), trunk)
    .fill(ellipse(x, ground - size * 0.8, size * 0.3, size * 0.42), paint)
}

export const starter = {
  'logo-indigo': mark('#3442b8', '#ffffff'),
  'logo-green': mark('#1f5f4a', '#f4e9d3'),
  'logo-blue': mark('#0b5c7a', '#ffffff'),
  'logo-coral': mark('#b23c17', '#fff1e6'),
  'logo-plum': mark('#7a1d4b', '#ffe9f1'),
  'logo-violet': mark('#4c1d95', '#ffe27a'),

  lock: () =>
    badge('#e3e7fb', '#3442b8')
      .fill(ring(all(box(94, 66, 52, 90, 26)), 12), '#ffffff')
      .fill(box(78, 108, 84, 66, 14), '#ffffff')
      .fill(circle(120, 134, 10), '#3442b8')
      .fill(
        stroke(
          [
            [120, 136],
            [120, 154],
          ],
          9,
        ),
        '#3442b8',
      ),

  check: () =>
    badge('#dcebe2', '#1f5f4a').fill(
      stroke(
        [
          [84, 124],
          [110, 150],
          [160, 94],
        ],
        18,
      ),
      '#ffffff',
    ),

  delivery() {
    const picture = canvas(1200, 480, gradient([0, 0], '#cfe9f2', [0, 330], '#f3f8f4'))
      .fill(circle(930, 140, 64), '#fbd67a')
      .fill(any(ellipse(250, 120, 90, 24), ellipse(310, 100, 70, 34), ellipse(370, 122, 80, 22)), '#ffffff')
      .fill(any(ellipse(700, 80, 70, 18), ellipse(750, 66, 50, 24), ellipse(800, 82, 60, 16)), '#ffffffcc')
      .fill(wave(300, 36, 980, 1.2), '#a9d3c2')
      .fill(wave(338, 26, 760, 3.4), '#7fbba4')
    tree(picture, 150, 356, 130, '#3d8a70', '#2d5a49')
    tree(picture, 235, 366, 96, '#54a386', '#2d5a49')
    tree(picture, 1040, 352, 140, '#3d8a70', '#2d5a49')
    tree(picture, 1110, 364, 92, '#54a386', '#2d5a49')
    picture.fill(
      below(() => 372),
      '#2f4a57',
    )
    for (let x = 20; x < 1200; x += 150) picture.fill(box(x, 424, 80, 8, 4), '#e7eef1')
    return van(picture, 420, 190, 1.55, '#0b6b8a', '#0b5c7a')
  },

  hills() {
    const picture = canvas(1200, 600, gradient([0, 0], '#ffd9b8', [0, 420], '#fff4e8'))
      .fill(circle(600, 330, 190), gradient([600, 140], '#f7a072', [600, 470], '#f26b3a'))
      .fill(ring(circle(600, 330, 232), 5), '#f7a07266')
      .fill(ring(circle(600, 330, 276), 4), '#f7a07240')
      .fill(wave(390, 46, 1100, 0.4), '#e98a5b')
      .fill(wave(438, 38, 840, 2.6), '#c95a33')
      .fill(wave(496, 30, 1000, 4.4), '#a23f1f')
      .fill(wave(548, 18, 700, 1.1), '#7c2c15')
    for (const [x, y] of [
      [300, 150],
      [350, 118],
      [862, 134],
      [915, 168],
    ])
      picture.fill(
        stroke(
          [
            [x - 20, y - 8],
            [x, y + 4],
            [x + 20, y - 8],
          ],
          4,
        ),
        '#b25a35',
      )
    return picture
  },

  leaves() {
    const picture = canvas(1200, 560, '#f2dfe6').fill(circle(860, 260, 330), '#ead0da')
    const stems = [
      [330, 590, -14, '#7a1d4b'],
      [560, 600, 4, '#a64772'],
      [810, 590, 18, '#5b2a3f'],
    ]
    for (const [x, y, lean, paint] of stems) {
      const tip = [x + Math.sin((lean * Math.PI) / 180) * 460, y - Math.cos((lean * Math.PI) / 180) * 460]
      picture.fill(stroke([[x, y], tip], 7), paint)
      for (let i = 0; i < 4; i++) {
        const share = 0.28 + i * 0.19
        const at = [x + (tip[0] - x) * share, y + (tip[1] - y) * share]
        leaf(picture, at, 150 - i * 16, lean - 58, paint)
        leaf(picture, at, 150 - i * 16, lean + 58, `${paint}d9`)
      }
      leaf(picture, tip, 110, lean, paint)
    }
    return picture
  },

  kiln: () =>
    mug(
      vase(canvas(552, 360, '#e9e3da'), 190, 86, 190, '#b9745a', '#8a4b35'),
      380,
      170,
      118,
      '#f4efe8',
      '#cfc4b5',
    ),

  evening: () =>
    lamp(
      canvas(552, 360, gradient([0, 0], '#46324f', [0, 360], '#7a4a63')),
      276,
      62,
      186,
      '#ffdf9e',
      '#f2b45c',
    ),

  shapes() {
    const picture = canvas(1200, 600, '#4c1d95')
    for (let i = 0; i < 9; i++) picture.fill(box(40, 60 + i * 26, 250, 9, 4), '#6d3fc0')
    return picture
      .fill(circle(990, 110, 210), '#6d28d9')
      .fill(ring(circle(990, 110, 140), 30), '#a78bfa')
      .fill(without(circle(230, 600, 260), circle(230, 600, 150)), '#fde047')
      .fill(circle(230, 600, 90), '#f97316')
      .fill(box(440, 150, 320, 320, 160), '#f97316')
      .fill(
        all(
          box(440, 150, 320, 320, 160),
          below(() => 310),
        ),
        '#fde047',
      )
      .fill(
        all(
          circle(600, 310, 92),
          below(() => 310),
        ),
        '#f97316',
      )
      .fill(
        all(circle(600, 310, 92), (_x, y) => y - 310),
        '#fff7d6',
      )
      .fill(turned(box(850, 380, 150, 150, 26), 925, 455, 24), '#f472b6')
      .fill(turned(box(890, 420, 70, 70, 12), 925, 455, 24), '#4c1d95')
      .fill(circle(1110, 430, 34), '#fde047')
      .fill(circle(370, 90, 22), '#f472b6')
      .fill(circle(790, 70, 14), '#fde047')
  },

  'product-mug': product('#efe9fb', mug, '#8b5cf6', '#6d3fc0'),
  'product-vase': product('#fdeee2', vase, '#f59e5b', '#d9652b'),
  'product-lamp': product('#fdf3d0', lamp, '#ffd75e', '#e3a008'),
}
