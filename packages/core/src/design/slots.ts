/**
 * Keeps texts out of a compiler's sight: `keep` gives a mark to put in their place, `restore` puts them back.
 * Only what the keeper writes itself may stand beside the marks, so no text can look like one.
 */
export class Slots {
  readonly #kept: string[] = []

  keep(text: string): string {
    return `chappe-slot-${this.#kept.push(text) - 1}-end`
  }

  /** A raw MJML element with the text in it. */
  raw(text: string): string {
    return `<mj-raw>${this.keep(text)}</mj-raw>`
  }

  restore(html: string): string {
    return html.replace(/chappe-slot-(\d+)-end/g, (_, index: string) => this.#kept[Number(index)]!)
  }
}
