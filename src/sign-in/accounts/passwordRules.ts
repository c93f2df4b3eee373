import type { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { fold, nfc } from '../../text/clean.ts'
import { COMMON_WORDS, PRODUCT_WORDS } from './commonWords.ts'
import { shortest, type Policy } from './policy.ts'

/** Who chooses a password: what its rules depend on. */
export interface Chooser {
  policy: Policy
  hasSecondStep: boolean
  /** Their own name, user name, company: nothing a password may contain. */
  names: string[]
}

/** One line of the list that turns green while typing. `text` is a sentence for t(). */
export interface Rule {
  key: string
  text: string
  params: Record<string, number>
  /** later: told only when the form is sent, for it takes more than the typed word to know. */
  state: 'ok' | 'wrong' | 'later'
}

export const LONGEST = 256

const CLASS = {
  lower: { text: 'En liten bokstav', pattern: /\p{Ll}/u },
  upper: { text: 'En stor bokstav', pattern: /\p{Lu}/u },
  digit: { text: 'En siffra', pattern: /\p{Nd}/u },
  other: { text: 'Ett annat tecken, till exempel ett mellanslag', pattern: /[^\p{L}\p{Nd}]/u },
} as const

/**
 * The rules of a new password, and which of them `typed` keeps. The page shows this list and the server refuses by it:
 * there is no other. Length counts code points (NIST SP 800-63B-4, 3.1.1.2).
 */
export async function rulesFor(typed: string, chooser: Chooser): Promise<Rule[]> {
  const { policy, hasSecondStep, names } = chooser
  const password = nfc(typed)
  const n = shortest(policy, hasSecondStep)
  const length = Array.from(password).length
  const is = (kept: boolean): Rule['state'] => (kept ? 'ok' : 'wrong')
  const given = length > 0
  return [
    { key: 'length', text: 'Minst {n} tecken', params: { n }, state: is(length >= n && length <= LONGEST) },
    ...policy.require_classes.map((name) => ({
      key: name,
      text: CLASS[name].text,
      params: {},
      state: is(CLASS[name].pattern.test(password)),
    })),
    {
      key: 'names',
      text: 'Lösenordet får inte innehålla ditt namn, företaget eller Elanmälan',
      params: {},
      state: is(given && !isOwn(password, names)),
    },
    {
      key: 'common',
      text: 'Lösenordet får inte vara vanligt, läckt eller lätt att gissa',
      params: {},
      state: is(given && (await isHardToGuess(password, names, hasSecondStep))),
    },
    ...(policy.history > 0
      ? [
          {
            key: 'history',
            text: 'Lösenordet får inte vara något av dina {n} senaste',
            params: { n: policy.history },
            state: 'later' as const,
          },
        ]
      : []),
  ]
}

/** Does it contain a name of at least four letters, whatever the case and the dots over its letters? */
function isOwn(password: string, names: string[]): boolean {
  const flat = fold(password)
  const words = [...names.flatMap((name) => name.split(/[^\p{L}\p{Nd}]+/u)), ...PRODUCT_WORDS]
  return words.map(fold).some((word) => word.length >= 4 && flat.includes(word))
}

/** Ten thousand million guesses (zxcvbn's 4 of 4), a hundred million beside a second step: throttling lets nobody try so many. */
async function isHardToGuess(password: string, names: string[], hasSecondStep: boolean): Promise<boolean> {
  const { guesses } = (await zxcvbn()).check(password.slice(0, 100), names)
  return guesses >= (hasSecondStep ? 1e8 : 1e10)
}

let loaded: Promise<ZxcvbnFactory> | undefined

// Loaded at the first password that is chosen: 64 ms and two megabytes that most processes never need.
function zxcvbn(): Promise<ZxcvbnFactory> {
  loaded ??= (async () => {
    const [{ ZxcvbnFactory }, common] = await Promise.all([
      import('@zxcvbn-ts/core'),
      import('@zxcvbn-ts/language-common'),
    ])
    const dictionary = { ...common.dictionary, swedish: COMMON_WORDS }
    return new ZxcvbnFactory({ dictionary, graphs: common.adjacencyGraphs })
  })()
  return loaded
}
