const query = /\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)/gi

/**
 * A document as it looks in light or in dark mode, whatever this device prefers: its questions about the color
 * scheme are answered in it.
 */
export const inScheme = (html: string, scheme: 'light' | 'dark'): string =>
  html.replace(query, (_, asked: string) =>
    asked.toLowerCase() === scheme ? '(min-width: 0)' : '(max-width: 0) and (min-width: 1px)',
  )
