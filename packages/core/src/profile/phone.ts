export type PhoneReading =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly detail: string }

/** Countries whose national numbers keep their leading zero when the calling code is put before them. */
const keepZero: readonly string[] = ['39', '378']

/**
 * A telephone number in the form of ITU-T E.164: `+` and 8 to 15 digits. Spaces, dots, dashes, slashes and brackets
 * are left out, a leading `00` is a `+`. A national number is completed with the calling code, if there is one; its
 * trunk zero goes.
 */
export function readPhone(text: string, callingCode?: string | null): PhoneReading {
  const bare = bareOf(text)
  const international = bare.replace(/^00/, '+')
  if (/^\+[1-9]\d{7,14}$/.test(international)) return { ok: true, value: international }
  if (international.startsWith('+') || !/^\d+$/.test(bare))
    return { ok: false, detail: 'Write a telephone number as + and 8 to 15 digits, like +33612345678' }
  if (!callingCode)
    return {
      ok: false,
      detail:
        'Is a national number, and the sandbox has no default calling code: write it with + and its country’s code',
    }
  const complete = completed(bare, callingCode)
  return /^\+\d{8,15}$/.test(complete)
    ? { ok: true, value: complete }
    : { ok: false, detail: `Is no telephone number of 8 to 15 digits with the calling code +${callingCode}` }
}

/** How a number that begins so begins in the form of E.164, as far as the beginning tells. */
export function beginningOfPhone(text: string, callingCode?: string | null): string {
  const bare = bareOf(text)
  const international = bare.replace(/^00/, '+')
  return callingCode && /^\d+$/.test(international) ? completed(bare, callingCode) : international
}

const bareOf = (text: string) =>
  text
    .normalize('NFKC')
    .replaceAll('(0)', '')
    .replace(/[\s.\-–‐‑/()[\]]/g, '')

const completed = (national: string, callingCode: string) =>
  `+${callingCode}${keepZero.includes(callingCode) ? national : national.replace(/^0/, '')}`
