import { type Setting, settings } from './settings.ts'

/** The settings as a Markdown table. */
export function configDoc(): string {
  const rows = Object.entries<Setting>(settings).map(
    ([name, { must, standard, about }]) =>
      `| \`${name}\` | ${standard === undefined ? '' : `\`${standard}\``} | ${must} | ${about} |`,
  )
  return ['| variable | default | value | what it does |', '| --- | --- | --- | --- |', ...rows, ''].join(
    '\n',
  )
}

/** The settings as plain text, for a terminal. */
export function configHelp(): string {
  return Object.entries<Setting>(settings)
    .map(([name, { must, standard, about }]) => {
      const value = standard === undefined ? must : `${must}; ${standard} when not set`
      return `  ${name}: ${value}.\n${wrap(about.replaceAll('`', ''), 96, '      ')}`
    })
    .join('\n')
}

function wrap(text: string, width: number, indent: string): string {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(indent + word)
  }
  return lines.join('\n')
}
