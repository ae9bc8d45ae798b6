const token =
  /[ \t\r\n]*(?:("(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)|([[\]{},:]))/y

type Expected = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'next'

/** Where a text stops being JSON (RFC 8259): engines do not all say it. The offset of its end when it is cut off. */
export function firstMistake(text: string): number {
  const open: string[] = []
  let expected: Expected = 'value'
  token.lastIndex = 0
  for (let at = 0; ; at = token.lastIndex) {
    const found = token.exec(text)
    if (!found) return at + /^[ \t\r\n]*/.exec(text.slice(at))![0].length
    const [, string, scalar, sign = ''] = found
    const here = token.lastIndex - (string ?? scalar ?? sign).length
    const isKey = string !== undefined && expected.startsWith('key')
    const isValue = expected.startsWith('value') && (string ?? scalar) !== undefined
    if (isKey) expected = 'colon'
    else if (isValue) expected = 'next'
    else if (expected.startsWith('value') && (sign === '[' || sign === '{')) {
      open.push(sign)
      expected = sign === '[' ? 'value or end' : 'key or end'
    } else if (expected === 'colon' && sign === ':') expected = 'value'
    else if (expected === 'next' && sign === ',' && open.length > 0)
      expected = open.at(-1) === '[' ? 'value' : 'key'
    else if ((expected === 'next' || expected.endsWith('end')) && closes(open.at(-1), sign)) {
      open.pop()
      expected = 'next'
    } else return here
  }
}

const closes = (open: string | undefined, sign: string) =>
  (open === '[' && sign === ']') || (open === '{' && sign === '}')
