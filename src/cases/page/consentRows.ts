import type { Actor, Tx } from '../../db/actor.ts'
import { followers } from '../../domain/forms/consentRows.ts'
import { renumber } from '../../domain/forms/repeatingGroups.ts'
import type { FlatBody } from '../../web/forms.ts'
import { getCase, getJob } from '../workflow/queries.ts'

/** What was posted of the consent, with exactly the rows that the notice has and their names. */
export async function withConsentRows(tx: Tx, actor: Actor, ref: string, body: FlatBody): Promise<FlatBody> {
  const hasRows = Object.keys(body).some((name) => /^\w+\.\d{1,3}\.\w+$/.test(name))
  if (!hasRows || actor.side !== 'owner') return body
  const kase = await getCase(tx, ref)
  const job = await getJob(tx, kase)
  return followers(job).length === 0 ? body : (renumber(job.consent, body, kase.notice) as FlatBody)
}
