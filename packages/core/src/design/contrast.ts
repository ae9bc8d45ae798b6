/** Contrast ratio of two colors `#rrggbb`, 1 to 21 (WCAG 2.2, "contrast ratio"). */
export function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

/** What success criterion 1.4.3 asks of a text: less where it is large (18pt, or 14pt bold; 1pt is 4/3 px). */
export const neededContrast = ({ fontSize, bold }: { fontSize: number; bold: boolean }): number =>
  fontSize >= 24 || (bold && fontSize >= 56 / 3) ? 3 : 4.5

/** Relative luminance (WCAG 2.2). */
function luminance(color: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
