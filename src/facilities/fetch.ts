import { createHash } from 'node:crypto'
import { z } from 'zod'
import { editableForm } from '../cases/form/check.ts'
import { CHANGED } from '../cases/workflow/moveRequest.ts'
import { getJob, getOwner, insertEvent, type CaseOwner } from '../cases/workflow/queries.ts'
import { movesFor, SAVING } from '../domain/workflow/status.ts'
import type { InstallerActor, Tx } from '../db/actor.ts'
import type { CaseRow } from '../db/rowTypes.ts'
import type { FormDefinition, JobType } from '../domain/forms/definition.ts'
import { parseFacilityId } from '../domain/forms/identifiers/facilityId.ts'
import { parseMeterNumber } from '../domain/forms/identifiers/meterNumber.ts'
import type { Body } from '../domain/forms/values.ts'
import { Conflict, NotFound } from '../web/errors.ts'
import { rowNumber } from '../web/ids.ts'
import { once } from '../web/once.ts'
import type { Form } from '../web/pages.ts'
import type { Translate } from '../language/i18n.ts'
import { unpackHit, type Hit } from './signedResult.ts'
import { compareWithFacility, placeFor, toWrite, type Compared } from './merge.ts'
import type { Question } from './register.ts'
import { readContext } from '../domain/forms/terms.ts'
import { getWritten } from '../cases/workflow/unsent.ts'

/** The case whose form is being filled in, as far as fetching needs it. */
export interface Place {
  kase: CaseRow
  owner: CaseOwner
  job: JobType
  form: FormDefinition
}

/** @throws NotFound where the form has nothing to fetch into, Conflict when it can no longer be written */
export async function placeOf(tx: Tx, actor: InstallerActor, ref: string): Promise<Place> {
  const kase = await getWritten(tx, ref)
  if (!movesFor(actor, kase).some((move) => SAVING.includes(move))) throw new Conflict(CHANGED)
  const job = await getJob(tx, kase)
  const form = editableForm(kase, job)
  if (placeFor(form, {}) === null) throw new NotFound()
  return { kase, form, job, owner: await getOwner(tx, kase.owner_id) }
}

/** The dialog's own inputs; their names begin with _ so that none is ever an answer of the form. */
export const Ask = z
  .object({
    _by: z.enum(['facility', 'meter'], 'Välj vad du söker på.'),
    _asked: z.string().max(100).default(''),
    _overwrite: z.enum(['ja', 'nej']).catch('nej'),
    _row: rowNumber(),
  })
  .transform((typed, context) => {
    const parsed = (typed._by === 'meter' ? parseMeterNumber : parseFacilityId)(typed._asked)
    if (!parsed.ok) {
      context.addIssue({ code: 'custom', path: ['_asked'], message: parsed.message })
      return z.NEVER
    }
    const question: Question = { by: typed._by, value: parsed.value }
    return { question, overwrite: typed._overwrite === 'ja', row: typed._row }
  })

/** What the dialog begins with: a number that is typed already. */
export function firstAsk(values: Body): Form['values'] {
  const typed = (name: string) => [values[name] ?? ''].flat()[0]!
  const byMeter = typed('anl_id') === '' && typed('matarnummer') !== ''
  return {
    _by: byMeter ? 'meter' : 'facility',
    _asked: byMeter ? typed('matarnummer') : typed('anl_id'),
    _overwrite: 'nej',
    _row: '0',
  }
}

/** All that was typed in the form beside, without what is the dialog's own; `_version` tells what it was drawn from. */
export function typedIn(body: Body): Body {
  return Object.fromEntries(
    Object.entries(body).filter(([name]) => name === '_version' || (!name.startsWith('_') && name !== 'remove_file')),
  )
}

export function compareWith(
  { form, job }: Pick<Place, 'form' | 'job'>,
  body: Body,
  hit: Hit,
  row: number,
  tx: Tx,
  t: Translate,
): Compared[] {
  return compareWithFacility(form, body, hit.facility, { row, ...readContext(job, tx, t) })
}

const Write = z.object({
  _hit: z.string().max(8000).catch(''),
  _overwrite: z.enum(['ja', 'nej']).catch('nej'),
  _row: rowNumber(),
})

/**
 * What of the hit goes into the form, by input name; the log says that it was fetched, and what it replaced, once for each
 * hit however often the button is pressed. Nothing else is stored: the form is saved as it always is.
 * @returns null when the hit is too old, or not this case's
 */
export async function writeFetched(
  tx: Tx,
  actor: InstallerActor,
  place: Place,
  body: Body,
  t: Translate,
): Promise<Record<string, string> | null> {
  const { _hit: packed, _overwrite: choice, _row: row } = Write.parse(body)
  const hit = unpackHit(packed, { ref: place.kase.ref, userId: actor.userId, now: tx.now })
  if (!hit) return null
  const overwrite = choice === 'ja'
  const compared = compareWith(place, body, hit, row, tx, t)
  const written = toWrite(compared, overwrite)
  const changes = compared
    .filter(({ name }) => name in written)
    .map(({ name, label, was, is }) => ({ key: name, label, from: was, to: is }))
  const key = createHash('sha256').update(`${packed} ${row} ${choice}`).digest('base64url')
  await once(tx, actor, key, async () => {
    const details = { name: hit.asked, overwrite, changes }
    await insertEvent(tx, place.kase, actor, { action: 'facility-fetched', audience: 'company', details })
    return `/cases/${place.kase.ref}/edit`
  })
  return written
}
