/**
 * What a compiled template looks like from here: texts known in advance, and a walk that tells a
 * sink, in order, which of them come and which values stand between them.
 */
export type Template<Scope> = {
  readonly statics: readonly string[]
  renderTo(scope: Scope, sink: Sink): void
}

export type Sink = {
  static(id: number): void
  text(value: string): void
}

/** Renders to a string, for the short texts whose encoding depends on the whole (subject, preheader). */
export function renderToString<Scope>(template: Template<Scope>, scope: Scope): string {
  let text = ''
  template.renderTo(scope, {
    static: (id) => {
      text += template.statics[id]
    },
    text: (value) => {
      text += value
    },
  })
  return text
}

/** A template without anything to fill in. */
export const constant = (text: string): Template<unknown> => ({
  statics: [text],
  renderTo: (_scope, sink) => sink.static(0),
})
