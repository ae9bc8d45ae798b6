// Pictures drawn from shapes, with nothing but arithmetic and zlib: the same on every machine, and nobody's work
// but ours.
import { crc32, deflateSync } from 'node:zlib'

/** @typedef {(x: number, y: number) => number} Shape Distance to the edge in pixels, negative inside. */
/** @typedef {string | ((x: number, y: number) => number[])} Paint `#rrggbb`, `#rrggbbaa`, or a color by place. */

/** An empty picture, transparent or of one color. Coordinates are pixels from the upper left. */
export function canvas(width, height, ground) {
  const pixels = new Float64Array(width * height * 4)
  const self = {
    width,
    height,
    /** @param {Shape} shape @param {Paint} paint */
    fill(shape, paint) {
      const colorAt =
        typeof paint === 'string'
          ? (
              (color) => () =>
                color
            )(rgba(paint))
          : paint
      for (let y = 0, at = 0; y < height; y++)
        for (let x = 0; x < width; x++, at += 4) {
          const cover = Math.min(1, Math.max(0, 0.5 - shape(x + 0.5, y + 0.5)))
          if (cover === 0) continue
          const [r, g, b, a = 1] = colorAt(x + 0.5, y + 0.5)
          over(pixels, at, r, g, b, a * cover)
        }
      return self
    },
    png: () => png(width, height, pixels),
  }
  return ground ? self.fill(() => -1, ground) : self
}

function over(pixels, at, r, g, b, a) {
  const under = pixels[at + 3] * (1 - a)
  const alpha = a + under
  pixels[at] = (r * a + pixels[at] * under) / alpha
  pixels[at + 1] = (g * a + pixels[at + 1] * under) / alpha
  pixels[at + 2] = (b * a + pixels[at + 2] * under) / alpha
  pixels[at + 3] = alpha
}

const rgba = (hex) => [
  ...[1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)),
  hex.length > 7 ? Number.parseInt(hex.slice(7), 16) / 255 : 1,
]

/** From one color to another along a direction. */
export function gradient([x0, y0], from, [x1, y1], to) {
  const [start, end] = [rgba(from), rgba(to)]
  const [dx, dy] = [x1 - x0, y1 - y0]
  const length = dx * dx + dy * dy
  return (x, y) => {
    const share = Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / length))
    return start.map((value, i) => value + (end[i] - value) * share)
  }
}

export const circle = (cx, cy, r) => (x, y) => Math.hypot(x - cx, y - cy) - r
export const ellipse = (cx, cy, rx, ry) => (x, y) =>
  (Math.hypot((x - cx) / rx, (y - cy) / ry) - 1) * Math.min(rx, ry)
export const box = (left, top, width, height, r = 0) => {
  const [cx, cy, hx, hy] = [left + width / 2, top + height / 2, width / 2 - r, height / 2 - r]
  return (x, y) => {
    const [dx, dy] = [Math.abs(x - cx) - hx, Math.abs(y - cy) - hy]
    return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - r
  }
}
/** A stroke with round ends through points. */
export const stroke = (points, width) => (x, y) => {
  let nearest = Number.POSITIVE_INFINITY
  for (let i = 1; i < points.length; i++) {
    const [[ax, ay], [bx, by]] = [points[i - 1], points[i]]
    const [dx, dy] = [bx - ax, by - ay]
    const share = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)))
    nearest = Math.min(nearest, Math.hypot(x - ax - dx * share, y - ay - dy * share))
  }
  return nearest - width / 2
}
export const polygon = (points) => (x, y) => {
  let nearest = Number.POSITIVE_INFINITY
  let inside = false
  for (let i = 0, j = points.length - 1; i < points.length; j = i++) {
    const [[ax, ay], [bx, by]] = [points[j], points[i]]
    const [dx, dy] = [bx - ax, by - ay]
    const share = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)))
    nearest = Math.min(nearest, Math.hypot(x - ax - dx * share, y - ay - dy * share))
    if (by > y !== ay > y && x < ((ax - bx) * (y - by)) / (ay - by) + bx) inside = !inside
  }
  return inside ? -nearest : nearest
}
/** Everything below a line that is given by its height at x. */
export const below = (heightAt) => (x, y) => heightAt(x) - y
export const ring = (shape, width) => (x, y) => Math.abs(shape(x, y)) - width / 2
export const all =
  (...shapes) =>
  (x, y) =>
    Math.max(...shapes.map((shape) => shape(x, y)))
export const any =
  (...shapes) =>
  (x, y) =>
    Math.min(...shapes.map((shape) => shape(x, y)))
export const without =
  (shape, ...cut) =>
  (x, y) =>
    Math.max(shape(x, y), ...cut.map((one) => -one(x, y)))
export const turned = (shape, cx, cy, degrees) => {
  const [cos, sin] = [Math.cos((-degrees * Math.PI) / 180), Math.sin((-degrees * Math.PI) / 180)]
  return (x, y) => shape(cx + (x - cx) * cos - (y - cy) * sin, cy + (x - cx) * sin + (y - cy) * cos)
}

/** PNG (ISO/IEC 15948), 8 bits a channel, without alpha where nothing is transparent. */
function png(width, height, pixels) {
  const opaque = pixels.every((value, i) => i % 4 !== 3 || value > 0.999)
  const channels = opaque ? 3 : 4
  const stride = width * channels
  const rows = Buffer.alloc((stride + 1) * height)
  let before = Buffer.alloc(stride)
  for (let y = 0; y < height; y++) {
    const row = Buffer.alloc(stride)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < channels; c++) {
        const value = pixels[(y * width + x) * 4 + c]
        row[x * channels + c] = Math.round(c === 3 ? value * 255 : value)
      }
    filtered(row, before, channels).copy(rows, y * (stride + 1))
    before = row
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, opaque ? 2 : 6, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** The row under the filter that leaves the least, as the standard advises (section 12.8). */
function filtered(row, before, channels) {
  const filters = [
    (i) => row[i],
    (i) => row[i] - (row[i - channels] ?? 0),
    (i) => row[i] - before[i],
    (i) => row[i] - (((row[i - channels] ?? 0) + before[i]) >> 1),
  ]
  const tried = filters.map((filter, type) => {
    const line = Buffer.alloc(row.length + 1)
    line[0] = type
    let sum = 0
    for (let i = 0; i < row.length; i++) {
      line[i + 1] = filter(i)
      sum += line[i + 1] < 128 ? line[i + 1] : 256 - line[i + 1]
    }
    return { line, sum }
  })
  return tried.reduce((best, one) => (one.sum < best.sum ? one : best)).line
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}
