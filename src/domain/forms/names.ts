import { COMPANY } from '../../text/names.ts'
import type { Field } from './definition.ts'

/** The pattern of a field that asks for the name of a person or company; read by companyNameProblem(), which knows more. */
export const NAME = { source: COMPANY.source, message: 'Namnet har tecken som inte kan stå i ett namn.' }

/** As it stands in forms that were published before names were read wider. */
const BEFORE = "^[\\p{L}\\p{M}\\p{N} '’.,:+&/()-]+$"

export function asksForName({ pattern }: Field): boolean {
  return pattern !== undefined && (pattern.source === NAME.source || pattern.source === BEFORE)
}
