import { hashOf, newToken } from '../sign-in/accounts/tokens.ts'
import type { Tx } from '../db/actor.ts'
import { parseEmail } from '../domain/forms/identifiers/email.ts'
import { ROUNDED } from '../domain/forms/identifiers/parsed.ts'
import { parseOrgNumber } from '../domain/forms/identifiers/orgNumber.ts'
import { askAddress, type Pair } from './letters.ts'

/** A company of the register, and the addresses that stand beside its number. */
export interface RegisterEntry {
  org_number: string
  emails: string[]
}

const MOST_ADDRESSES = 3

/**
 * Every true organisationsnummer in the text, whatever stands around it, once; with the addresses of its line, if the line is
 * about no other company.
 */
export function entriesIn(text: string): RegisterEntry[] {
  const entries = new Map<string, Set<string>>()
  for (const line of text.split('\n')) {
    const numbers = new Set(orgNumbersIn(line))
    for (const number of numbers) {
      const known = entries.get(number) ?? new Set()
      if (numbers.size === 1) for (const email of emailsIn(line)) if (known.size < MOST_ADDRESSES) known.add(email)
      entries.set(number, known)
    }
  }
  return [...entries].map(([org_number, emails]) => ({ org_number, emails: [...emails] }))
}

/** Why a text has no company in it. */
export function whyNone(text: string): string {
  return /(?<!\d)\d[.,]\d+E\+\d{2}(?!\d)/i.test(text) ? ROUNDED : 'Filen har inga organisationsnummer.'
}

export function orgNumbersIn(text: string): string[] {
  const found = text.match(/(?<!\d)(?:16)?\d{6}[ \u00A0\u2010-\u2015\u2212-]?\d{4}(?!\d)/g) ?? []
  return [
    ...new Set(
      found.flatMap((typed) => {
        const parsed = parseOrgNumber(typed)
        return parsed.ok ? [parsed.value] : []
      }),
    ),
  ]
}

function emailsIn(line: string): string[] {
  const parts = line.split(/[\s;,"'<>()]+/).filter((part) => part.includes('@'))
  return parts.flatMap((part) => {
    const parsed = parseEmail(part)
    return parsed.ok ? [parsed.value.toLowerCase()] : []
  })
}

/**
 * Asks the addresses under which the owner's register knows the company whether it is they who apply: a number is anybody's to
 * type. @returns whether there was any to ask
 */
export async function askRegister(tx: Tx, pair: Pair, byName: string): Promise<boolean> {
  const token = newToken()
  const { rows } = await tx.raw<{ rows: [{ addresses: string[] }] }>('select app.ask_register(?, ?, ?) as addresses', [
    pair.company.id,
    pair.owner.id,
    hashOf(token),
  ])
  const { addresses } = rows[0]
  for (const email of addresses) await askAddress(tx, pair, { email, byName, token })
  return addresses.length > 0
}

export interface Question {
  company: { id: number; name: string; org_number: string; email: string | null }
  owner: { id: number; name: string; email: string | null }
  /** Who would get in: the company's administrators, with the addresses that their account details go to. */
  admins: { name: string; email: string | null }[]
}

/** What an address was asked; undefined when that is spent, or too long ago. */
export async function readQuestion(tx: Tx, token: string): Promise<Question | undefined> {
  const asked = await tx('register_questions')
    .where({ token_hash: hashOf(token) })
    .whereRaw('expires_at > app.now()')
    .first('company_id', 'owner_id')
  if (!asked) return undefined
  const company = await tx('companies').where({ id: asked.company_id }).first('id', 'name', 'org_number', 'email')
  const owner = await tx('owners').where({ id: asked.owner_id }).first('id', 'name', 'email')
  const admins = await tx('users')
    .where({ company_id: asked.company_id, is_admin: true, active: true })
    .orderBy('id')
    .limit(20)
    .select('name', 'email')
  return { company: company!, owner: owner!, admins }
}

/** Spends the question. @returns whether the company is in; null where somebody has answered meanwhile */
export async function answerRegister(tx: Tx, token: string, yes: boolean): Promise<boolean | null> {
  const { rows } = await tx.raw<{ rows: [{ admitted: boolean | null }] }>(
    'select app.answer_register(?, ?) as admitted',
    [hashOf(token), yes],
  )
  return rows[0].admitted
}
