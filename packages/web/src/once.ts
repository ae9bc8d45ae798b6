/**
 * A way to ask, by its first argument. The same asked again while its answer is on its way is not asked twice: whoever
 * asks again gets that answer. It may be asked again once it is answered, refused or forgotten, or when something else
 * was asked since.
 */
export function once<Asked extends unknown[], Out>(asking: (...asked: Asked) => Promise<Out>) {
  let last: { input: string; answer: Promise<Out> } | undefined
  const forget = () => {
    last = undefined
  }
  const ask = (...asked: Asked): Promise<Out> => {
    const input = JSON.stringify(asked[0])
    if (last && last.input === input) return last.answer
    const answer = asking(...asked)
    last = { input, answer }
    const over = () => {
      if (last?.answer === answer) forget()
    }
    answer.then(over, over)
    return answer
  }
  return { ask, forget }
}
