import { z } from 'zod'
import type { Tx } from '../db/actor.ts'
import type { CaseRow, UserRow } from '../db/rowTypes.ts'
import { parseEmail } from '../domain/forms/identifiers/email.ts'
import { parsePersonalNumber } from '../domain/forms/identifiers/personalNumber.ts'
import { optionalIdentifier } from '../web/forms.ts'

/** Whom a register extract is about: somebody who has any of these. */
export const personSought = (today: string) =>
  z
    .object({
      identity: optionalIdentifier((typed) => parsePersonalNumber(typed, today)).default(null),
      email: optionalIdentifier(parseEmail).default(null),
      name: z
        .string()
        .trim()
        .max(100, 'Namnet är för långt.')
        .regex(/^[^\ufffd\u0000-\u001f]*$/u, 'Texten innehåller tecken som inte går att spara.')
        .refine((name) => name === '' || name.length >= 4, 'Skriv minst fyra tecken av namnet.')
        .default(''),
    })
    .refine(({ identity, email, name }) => identity !== null || email !== null || name !== '', {
      path: ['identity'],
      message: 'Ange personnummer, e-postadress eller namn.',
    })
export type Sought = z.output<ReturnType<typeof personSought>>

export const MOST_CASES = 200

export type FoundCase = Pick<CaseRow, 'id' | 'ref' | 'job_name' | 'status' | 'erased_at' | 'open_orders'> & {
  sent: boolean
  held: boolean
}
export type FoundAccount = Pick<
  UserRow,
  'id' | 'username' | 'name' | 'email' | 'phone' | 'created_at' | 'active' | 'deactivated_at'
>

/** SQL that is true of a text with the person in it. */
function saysIt(text: string, { identity, email, name }: Sought): string {
  return [
    ...(identity ? [`${text} ~ :number`] : []),
    ...(email ? [`position(lower(:email) in lower(${text})) > 0`] : []),
    ...(name ? [`position(lower(:name) in lower(${text})) > 0`] : []),
  ].join(' or ')
}

/**
 * The cases of one's own with the person in them: in answers, earlier revisions, notes, the log or mail. It reads them all,
 * since personal numbers are in no index.
 */
export async function findCases(tx: Tx, side: 'owner' | 'installer', sought: Sought): Promise<FoundCase[]> {
  const says = (text: string) => saysIt(text, sought)
  const line = `concat_ws(' ', notice::text, completion::text, consent::text, reference, title, orderer, address)`
  const places = [
    `select id from cases where ${says(line)}`,
    `select case_id from case_revisions where ${says(`concat_ws(' ', notice::text, completion::text)`)}`,
    `select case_id from notes where ${says(`concat_ws(' ', subject, body)`)}`,
    `select case_id from case_events where ${says(`concat_ws(' ', actor_name, comment, details::text)`)}`,
    `select case_id from mail_messages where case_id is not null and (${says(`concat_ws(' ', to_address, to_name, text)`)})`,
    ...(side === 'installer'
      ? [`select case_id from unsent_answers where ${says(`concat_ws(' ', notice::text, completion::text)`)}`]
      : []),
  ]
  const held = side === 'owner' ? 'exists (select from legal_holds h where h.case_id = c.id)' : 'false'
  const { rows } = await tx.raw<{ rows: FoundCase[] }>(
    `select c.id, c.ref, c.job_name, c.status, c.sent, c.erased_at, c.open_orders, ${held} as held from cases c
     where c.id in (${places.join(' union ')}) order by c.id desc limit ${MOST_CASES + 1}`,
    paramsOf(sought),
  )
  return rows
}

/** Accounts of one's own people. */
export async function findAccounts(tx: Tx, sought: Sought): Promise<FoundAccount[]> {
  if (!sought.email && !sought.name) return []
  const { rows } = await tx.raw<{ rows: FoundAccount[] }>(
    `select id, username, name, email, phone, created_at, active, deactivated_at from users
     where not service and (owner_id = app.owner_id() or company_id = app.company_id())
       and (${saysIt(`concat_ws(' ', email, name)`, { ...sought, identity: null })}) order by id limit 20`,
    paramsOf(sought),
  )
  return rows
}

function paramsOf({ identity, email, name }: Sought) {
  const date = identity?.slice(2, 8)
  return {
    ...(identity && {
      number: `(^|[^0-9])(${identity.slice(0, 2)})?${date}[-+ \u2010-\u2015]?${identity.slice(8)}($|[^0-9])`,
    }),
    ...(email && { email }),
    ...(name && { name }),
  }
}
