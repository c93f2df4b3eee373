/**
 * Names of people and companies, at every door where one is given (docs/decisions/026-names.md): whatever real names are
 * written with, and nothing that is not seen.
 */

/** What is not seen: format characters, fillers, variation selectors, joiners. */
const UNSEEN = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu
const SPACES = /[\s\p{Z}]+/gu

/** As a name is kept: no-break spaces and line ends are spaces, one at a time; what is not seen is not there. */
export function cleanName(typed: string): string {
  return typed.replace(UNSEEN, '').replace(SPACES, ' ').trim()
}

// A middle dot stands between letters (Gal·la); between words it would imitate how the program joins facts.
const SIGNS = String.raw`\p{L}\p{M}\p{N}\p{Pd} '’‘‚‛′´${'`'}"”“„‟″«»‹›.,:;…&!¡?¿+/`
const DOT = String.raw`(?<=[\p{L}\p{M}])·(?=\p{L})`
const MORE = String.raw`#%@*=_()[\]§°®™©№|~^\\\p{Sc}`

/** Who acts is told as 'Eva Nordin (nätbolag, Norrådalens Elnät AB)': only the program writes brackets after a person. */
const PERSON = new RegExp(`^(?:[${SIGNS}]|${DOT})+$`, 'u')
export const COMPANY = new RegExp(`^(?:[${SIGNS}${MORE}]|${DOT})+$`, 'u')

/** Three marks on a letter climb over the line above; no language writes them in a name once it is composed (NFC). */
const PILE = /\p{M}{3}/u

export const NAME_PROBLEMS = {
  signs: 'Namnet har tecken som inte kan stå i ett namn.',
  brackets: 'Skriv namnet utan parenteser. Vem man arbetar för visas ändå.',
  letter: 'Ett namn har minst en bokstav.',
  letterOrDigit: 'Ett namn har minst en bokstav eller siffra.',
  pairs: 'Parenteserna i namnet går inte ihop.',
} as const
export type NameProblem = (typeof NAME_PROBLEMS)[keyof typeof NAME_PROBLEMS]

/** What is wrong with a cleaned name of somebody who acts here. */
export function personNameProblem(name: string): NameProblem | null {
  if (/[()[\]{}]/.test(name)) return NAME_PROBLEMS.brackets
  if (!PERSON.test(name) || PILE.test(name)) return NAME_PROBLEMS.signs
  return /\p{L}/u.test(name) ? null : NAME_PROBLEMS.letter
}

/** Of a company, and of a customer, who may be either. */
export function companyNameProblem(name: string): NameProblem | null {
  if (!COMPANY.test(name) || PILE.test(name)) return NAME_PROBLEMS.signs
  if (!isPaired(name)) return NAME_PROBLEMS.pairs
  return /[\p{L}\p{N}]/u.test(name) ? null : NAME_PROBLEMS.letterOrDigit
}

/** A bracket that closes what the name did not open would end the one that the program has opened before it. */
function isPaired(name: string): boolean {
  let open = ''
  for (const [sign] of name.matchAll(/[()[\]]/g)) {
    if (sign === '(' || sign === '[') open += sign
    else if (open.endsWith(sign === ')' ? '(' : '[')) open = open.slice(0, -1)
    else return false
  }
  return open === ''
}
