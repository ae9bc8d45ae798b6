// Icons of social networks, 96 pixels: a disc in the network's color with a sign in white.
import {
  all,
  any,
  box,
  canvas,
  circle,
  ellipse,
  gradient,
  polygon,
  ring,
  stroke,
  without,
} from './canvas.mjs'

const white = '#ffffff'
const disc = (paint) => canvas(96, 96).fill(circle(48, 48, 47.5), paint)
const arc = (cx, cy, r, from, to, steps = 24) =>
  Array.from({ length: steps + 1 }, (_, i) => {
    const angle = ((from + ((to - from) * i) / steps) * Math.PI) / 180
    return [cx + r * Math.cos(angle), cy + r * Math.sin(angle)]
  })

export const social = {
  facebook: () =>
    disc('#1466d6')
      .fill(stroke([[50, 72], [50, 38], ...arc(62, 38, 12, 180, 262)], 10), white)
      .fill(
        stroke(
          [
            [38, 50],
            [62, 50],
          ],
          9,
        ),
        white,
      ),
  instagram: () =>
    disc(gradient([20, 90], '#e8662e', [80, 6], '#8a2fb8'))
      .fill(ring(box(27, 27, 42, 42, 13), 6), white)
      .fill(ring(circle(48, 48, 10), 6), white)
      .fill(circle(60, 36, 3.4), white),
  linkedin: () =>
    disc('#0a5fb4')
      .fill(circle(32.5, 32, 5.5), white)
      .fill(box(28, 41, 9, 27), white)
      .fill(
        any(box(43, 41, 9, 27), stroke([[47.5, 56], ...arc(56, 53, 7.5, 190, 360), [63.5, 64]], 9)),
        white,
      ),
  x: () =>
    disc('#16181c')
      .fill(
        stroke(
          [
            [32, 30],
            [64, 66],
          ],
          9,
        ),
        white,
      )
      .fill(
        stroke(
          [
            [63, 30],
            [33, 66],
          ],
          5,
        ),
        white,
      ),
  youtube: () =>
    disc('#d4111b')
      .fill(box(23, 31, 50, 34, 10), white)
      .fill(
        polygon([
          [43, 39],
          [43, 57],
          [58, 48],
        ]),
        '#d4111b',
      ),
  tiktok: () =>
    disc('#16181c')
      .fill(ring(circle(42, 59, 9.5), 7), white)
      .fill(
        stroke(
          [
            [51.5, 59],
            [51.5, 27],
          ],
          7,
        ),
        white,
      )
      .fill(stroke(arc(66, 27, 14.5, 180, 95), 7), white),
  pinterest: () =>
    disc('#c8102e')
      .fill(
        stroke(
          [
            [41, 76],
            [50, 40],
          ],
          8,
        ),
        white,
      )
      .fill(stroke(arc(50, 43, 16, 130, 410), 8), white),
  whatsapp: () =>
    disc('#128c4b')
      .fill(
        any(
          circle(49, 46, 26),
          polygon([
            [24, 74],
            [29, 52],
            [45, 68],
          ]),
        ),
        white,
      )
      .fill(circle(49, 46, 20.5), '#128c4b')
      .fill(
        stroke(
          [
            [41, 38],
            [42, 44],
            [50, 52],
            [57, 54],
          ],
          6.5,
        ),
        white,
      ),
  website: () =>
    disc('#4b5563')
      .fill(ring(circle(48, 48, 24), 4.5), white)
      .fill(all(ring(ellipse(48, 48, 11, 24), 4.5), circle(48, 48, 25)), white)
      .fill(
        without(
          stroke(
            [
              [24, 48],
              [72, 48],
            ],
            4.5,
          ),
        ),
        white,
      ),
}
