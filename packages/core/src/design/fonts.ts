import type { fonts } from './schema.ts'

/** The font, and what stands in where it is missing, as CSS. */
export const fontStacks: Readonly<Record<(typeof fonts)[number], string>> = {
  Arial: 'Arial, Helvetica, sans-serif',
  Helvetica: 'Helvetica, Arial, sans-serif',
  Verdana: 'Verdana, Geneva, sans-serif',
  Tahoma: 'Tahoma, Verdana, sans-serif',
  'Trebuchet MS': "'Trebuchet MS', Tahoma, sans-serif",
  Georgia: "Georgia, 'Times New Roman', serif",
  'Times New Roman': "'Times New Roman', Times, serif",
  'Courier New': "'Courier New', Courier, monospace",
}
