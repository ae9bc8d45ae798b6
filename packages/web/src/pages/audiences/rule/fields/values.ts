/** The values of a typed or pasted text: one a line, or between semicolons or tabs. What is no number is left out of numbers. */
export const valuesIn = (text: string, isNumber: boolean): (string | number)[] =>
  text
    .split(/[\r\n;\t]+/)
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .flatMap((one): (string | number)[] => {
      if (!isNumber) return [one.slice(0, 1_000)]
      // Spaces group digits in French; a comma begins decimals.
      const number = Number(one.replace(/[\s\u202f\u00a0]/g, '').replace(',', '.'))
      return Number.isFinite(number) ? [number] : []
    })
