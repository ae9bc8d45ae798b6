/**
 * One record of a CSV file (RFC 4180), its line end included. A cell that a spreadsheet would take for a formula
 * gets an apostrophe before it: files of ours hold what strangers wrote.
 */
export const csvLine = (cells: readonly string[]): string => `${cells.map(cell).join(',')}\r\n`

function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n;]/.test(harmless) || harmless !== harmless.trim()
    ? `"${harmless.replaceAll('"', '""')}"`
    : harmless
}
