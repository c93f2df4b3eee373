import { accepted, compact, refused, type Parsed } from './parsed.ts'

/** Elområden are price areas of the power market. They have the shape of a nätområdes-ID and are refused. */
export const priceAreas: readonly string[] = ['SE1', 'SE2', 'SE3', 'SE4']

/**
 * Nätområdes-ID: three characters in capitals, the first a letter, given by Svenska kraftnät (Ediel field 260;
 * docs/domain.md 4.10). Mostly letters, but IK1–IK4 exist for nets without concession.
 */
export function parseAreaCode(input: string): Parsed {
  const typed = compact(input)
  // Checked before upper-casing: 'ß' would become two letters, and 'ſ' an S.
  if (!/^[a-zåäö][a-zåäö0-9]{2}$/i.test(typed)) return refused('Nätområdes-ID ska ha 3 tecken, till exempel STH.')
  const value = typed.toUpperCase()
  if (priceAreas.includes(value)) return refused('SE1–SE4 är elområden. Ange nätområdets ID, till exempel STH.')
  return accepted(value)
}

/** 'STH'. */
export function showAreaCode(value: string): string {
  return value
}
