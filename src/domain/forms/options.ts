import { fold } from '../../text/clean.ts'
import type { Field } from './definition.ts'
import { parseNumber } from './identifiers/number.ts'
import { withoutMarks } from './identifiers/parsed.ts'

/** The value of the option that is meant: by its value or its label, whatever the case and the signs between; or null. */
export function optionOf({ options = [] }: Pick<Field, 'options'>, typed: string): string | null {
  const exact = options.find(({ value }) => value === typed)
  if (exact) return exact.value
  const wanted = plain(withoutMarks(typed))
  const meant = options.filter(({ value, label }) => wanted !== '' && [plain(value), plain(label)].includes(wanted))
  if (meant.length > 0) return meant.length === 1 ? meant[0]!.value : null
  const phases = options.some(({ label }) => /\dfas$/.test(plain(label))) ? phasesOf(typed) : null
  const number = parseNumber(typed)
  return options.find(({ value }) => value === phases || (number.ok && value === number.value))?.value ?? null
}

/** '3', '3-fas', '3 faser', 'trefas', '3,0': how many phases; null for anything else. */
export function phasesOf(typed: string): '1' | '3' | null {
  const [, one, three] =
    /^(?:(1|en)|(3|tre|l1l2l(?=3)|l1l(?=3)))(?:3|f|fas|fasigt?|faser|p|pol|ph|phase|phases|0)?$/.exec(plain(typed)) ??
    []
  return one ? '1' : three ? '3' : null
}

const plain = (text: string) => fold(text).replace(/[^\p{L}\p{Nd}]/gu, '')

/** 'Ja', 'X' and 'SANT', as people and spreadsheets write them. */
export function yesOrNo(typed: string): boolean | null {
  const said = plain(withoutMarks(typed))
  if (['ja', 'j', 'yes', 'y', 'x', 'sant', 'true'].includes(said)) return true
  return ['nej', 'n', 'no', 'falskt', 'false'].includes(said) ? false : null
}
