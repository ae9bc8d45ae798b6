/** The text of a file: UTF-8 or, as spreadsheets still write it, Windows-1252. A mark of its byte order is left out. */
export function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
