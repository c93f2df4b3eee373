import { localDate } from '../domain/calendar/workdays.ts'
import type { Tx } from '../db/actor.ts'
import type { AreaRow } from '../db/rowTypes.ts'
import { Conflict } from '../web/errors.ts'
import { translators } from '../language/i18n.ts'
import { check } from './check.ts'
import { compare } from './compare.ts'
import { compile } from './compile.ts'
import { Content, type DraftArea } from './content.ts'
import { getDraft, lockOwner, logChange } from './draft.ts'
import { putOwner, putTemplates } from './publishParts.ts'
import { dropUnused } from './storedFiles.ts'
import { tellOfRules, type Publisher } from './tellRules.ts'
import { contentInForce, contentOfVersion, keepSeeded } from './versions.ts'

/**
 * The draft becomes the version that new cases begin with; what runs keeps its own. All of it or nothing.
 * @throws Conflict when there is no draft, or it has errors
 */
export async function publishDraft(tx: Tx, by: Publisher, note: string): Promise<number> {
  await lockOwner(tx, by.ownerId)
  const draft = await getDraft(tx, by.ownerId)
  if (!draft) throw new Conflict('Det finns inget utkast att publicera.')
  const version = await takeEffect(tx, by, 'publish', Content.parse(draft.content), { note, restored: null })
  await tx('configuration_drafts').where({ owner_id: by.ownerId }).delete()
  await dropUnused(tx, by.ownerId)
  return version
}

/** An earlier version is published anew, as a new one; a draft that somebody is at stays as it is. */
export async function restore(tx: Tx, by: Publisher, earlier: number): Promise<number> {
  await lockOwner(tx, by.ownerId)
  const content = await contentOfVersion(tx, by.ownerId, earlier)
  return takeEffect(tx, by, 'restore', content, { note: '', restored: earlier })
}

interface Said {
  note: string
  restored: number | null
}

/** Published, logged and told. */
async function takeEffect(tx: Tx, by: Publisher, action: 'publish' | 'restore', content: Content, said: Said) {
  const before = await contentInForce(tx, by.ownerId)
  const version = await publish(tx, by, content, said)
  const details = compare(before, content, translators.sv).slice(0, 200)
  await logChange(tx, by, { action, version, details })
  await tellOfRules(tx, by, before, content)
  return version
}

/** The draft waits for its day; the worker publishes it then. @throws Conflict as publishDraft */
export async function schedule(tx: Tx, by: Publisher, day: string, note: string): Promise<void> {
  await lockOwner(tx, by.ownerId)
  const draft = await getDraft(tx, by.ownerId)
  if (!draft) throw new Conflict('Det finns inget utkast att publicera.')
  refuseErrors(draft.content)
  await tx('configuration_drafts')
    .where({ owner_id: by.ownerId })
    .update({ publish_on: day, publish_note: note, publish_by_name: by.name })
  await logChange(tx, by, { action: 'schedule', details: [{ place: '', what: day, from: '', to: '' }] })
}

export async function unschedule(tx: Tx, by: Publisher): Promise<void> {
  await lockOwner(tx, by.ownerId)
  const taken = await tx('configuration_drafts')
    .where({ owner_id: by.ownerId })
    .whereNotNull('publish_on')
    .update({ publish_on: null, publish_note: '', publish_by_name: null })
  if (taken > 0) await logChange(tx, by, { action: 'unschedule' })
}

/** Publishes the draft of an owner whose day has come; null when it has not, or was taken back. */
export async function publishIfDue(tx: Tx, ownerId: number): Promise<number | null> {
  await lockOwner(tx, ownerId)
  const draft = await getDraft(tx, ownerId)
  if (!draft?.publish_on || draft.publish_on > localDate(tx.now)) return null
  return publishDraft(tx, { ownerId, name: draft.publish_by_name ?? draft.changed_by_name }, draft.publish_note)
}

function refuseErrors(content: Content): void {
  if (check(content, translators.sv).some(({ severity }) => severity === 'error')) {
    throw new Conflict('Utkastet har fel som måste rättas före publicering.')
  }
}

async function publish(tx: Tx, { ownerId, name }: Publisher, content: Content, said: Said): Promise<number> {
  refuseErrors(content)
  await keepSeeded(tx, ownerId)
  const last = await tx('configurations').where({ owner_id: ownerId }).orderBy('version', 'desc').first('version')
  const version = (last?.version ?? 0) + 1
  const [made] = (await tx('configurations')
    .insert({
      owner_id: ownerId,
      version,
      published_at: tx.now,
      rejection_reasons: JSON.stringify(content.reasons),
      standard_texts: JSON.stringify(content.texts),
      rules: JSON.stringify({ fourEyes: content.rules.fourEyes }),
    })
    .returning('id')) as [{ id: number }]
  await tx('configuration_contents').insert({
    configuration_id: made.id,
    owner_id: ownerId,
    content: JSON.stringify(content),
    rules: JSON.stringify(content.rules),
    published_by_name: name,
    note: said.note,
    restored_version: said.restored,
  })
  await tx('job_types').insert(jobRows(content, { configuration_id: made.id, owner_id: ownerId }))
  await putOwner(tx, ownerId, content)
  await putTemplates(tx, { ownerId, name }, content.templates)
  await putAreas(tx, ownerId, content.areas)
  return version
}

/** Each job as cases will read it, in the order of its type and its own. */
export function jobRows(content: Content, ids: { configuration_id: number; owner_id: number }) {
  const placeOf = new Map(content.types.map(({ code }, index) => [code, index]))
  const ordered = content.jobs.toSorted((a, b) => (placeOf.get(a.type) ?? 99) - (placeOf.get(b.type) ?? 99))
  return ordered.map((draft, position) => {
    const job = compile(draft, content)
    return {
      ...ids,
      code: job.code,
      name: job.name,
      type_code: job.type.code,
      type_name: job.type.name,
      flow: job.flow,
      active: draft.active,
      position,
      definition: JSON.stringify(job),
    }
  })
}

/** Areas are rows that cases point at: what goes is ended, never deleted, and comes back as the same. */
async function putAreas(tx: Tx, ownerId: number, areas: DraftArea[]): Promise<void> {
  const known = await tx<AreaRow>('areas').where({ owner_id: ownerId })
  const ids = new Map(known.map(({ code, id }) => [code, id]))
  const gone = known.filter((row) => row.ended_at === null && !areas.some(({ code }) => code === row.code))
  await tx('areas')
    .whereIn(
      'id',
      gone.map(({ id }) => id),
    )
    .update({ ended_at: tx.now })
  for (const { code, name, email } of areas) {
    const id = ids.get(code)
    if (id !== undefined) await tx('areas').where({ id }).update({ name, email, ended_at: null })
    else {
      const [row] = (await tx('areas').insert({ owner_id: ownerId, code, name, email }).returning('id')) as [
        { id: number },
      ]
      ids.set(code, row.id)
    }
  }
  await tx('area_postcodes').where({ owner_id: ownerId }).delete()
  const ranges = areas.flatMap(({ code, postcodes }) =>
    postcodes.map(([from, to]) => ({
      area_id: ids.get(code)!,
      owner_id: ownerId,
      postcode_from: from,
      postcode_to: to,
    })),
  )
  for (let at = 0; at < ranges.length; at += 1000) await tx('area_postcodes').insert(ranges.slice(at, at + 1000))
}
