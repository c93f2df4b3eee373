import { createHash } from 'node:crypto'
import type { OwnerActor, Tx } from '../db/actor.ts'
import type { ConfigurationChangeRow, ConfigurationDraftRow } from '../db/rowTypes.ts'
import { translators } from '../language/i18n.ts'
import { compare } from './compare.ts'
import { Content, withRules } from './content.ts'
import type { Difference } from './part.ts'
import { dropUnused } from './storedFiles.ts'
import { contentInForce, versionInForce } from './versions.ts'

/** The one draft of an owner. */
export interface Draft extends ConfigurationDraftRow {
  content: Content
}

export async function getDraft(tx: Tx, ownerId: number): Promise<Draft | null> {
  const draft = await tx<Draft>('configuration_drafts').where({ owner_id: ownerId }).first()
  return draft ? { ...draft, content: withRules(draft.content) } : null
}

/** What an administrator sees and changes: the draft, or what is in force while nobody has begun one. */
export async function editable(tx: Tx, ownerId: number): Promise<{ content: Content; draft: Draft | null }> {
  const draft = await getDraft(tx, ownerId)
  return { draft, content: draft?.content ?? (await contentInForce(tx, ownerId)) }
}

/** 'changed'; or why not: somebody changed the same since the page was drawn, or the draft waits for its day. */
export type Outcome = 'changed' | 'same' | 'conflict' | 'waiting'

export interface Change {
  /** The part of the draft that the page showed, of which it carries the stamp. */
  part: (content: Content) => unknown
  stamp: string | undefined
  work: (content: Content) => void
}

/**
 * Changes the draft, which begins with the first change. The stamp is of the part alone: two who change different
 * things at once do not meet, two who change the same do not overwrite each other.
 */
export async function change(tx: Tx, actor: OwnerActor, { part, stamp, work }: Change): Promise<Outcome> {
  await lockOwner(tx, actor.ownerId)
  const { content: before, draft } = await editable(tx, actor.ownerId)
  if (draft?.publish_on) return 'waiting'
  if (stamp !== undefined && stamp !== stampOf(part(before))) return 'conflict'
  const after = structuredClone(before)
  work(after)
  const differences = compare(before, after, translators.sv)
  if (stampOf(before) === stampOf(after)) return 'same'
  await save(tx, actor, draft, Content.parse(after))
  await logChange(tx, actor, { action: 'change', details: differences.slice(0, 50) })
  return 'changed'
}

/** One at a time changes, publishes or discards: the row of the owner is the lock, there may be no draft yet. */
export async function lockOwner(tx: Tx, ownerId: number): Promise<void> {
  await tx('owners').where({ id: ownerId }).forNoKeyUpdate().first('id')
}

async function save(tx: Tx, actor: OwnerActor, draft: Draft | null, content: Content): Promise<void> {
  const changed = { content: JSON.stringify(content), changed_at: tx.now, changed_by_name: actor.name }
  if (draft) {
    await tx('configuration_drafts').where({ owner_id: actor.ownerId }).update(changed)
    return
  }
  await tx('configuration_drafts').insert({
    ...changed,
    owner_id: actor.ownerId,
    based_on: (await versionInForce(tx, actor.ownerId)).id,
    started_at: tx.now,
    started_by_name: actor.name,
  })
}

export async function discard(tx: Tx, actor: OwnerActor): Promise<void> {
  await lockOwner(tx, actor.ownerId)
  const gone = await tx('configuration_drafts').where({ owner_id: actor.ownerId }).delete()
  if (gone === 0) return
  await dropUnused(tx, actor.ownerId)
  await logChange(tx, actor, { action: 'discard' })
}

export type ChangeRow = Omit<ConfigurationChangeRow, 'details'> & { details: Difference[] }

export async function logChange(
  tx: Tx,
  by: { ownerId: number; name: string },
  { details = [], ...row }: Pick<ChangeRow, 'action'> & Partial<Pick<ChangeRow, 'version' | 'details'>>,
): Promise<void> {
  await tx('configuration_changes').insert({
    owner_id: by.ownerId,
    actor_name: by.name,
    at: tx.now,
    ...row,
    details: JSON.stringify(details),
  })
}

export function listChanges(tx: Tx, ownerId: number, before: number | null): Promise<ChangeRow[]> {
  const rows = tx<ChangeRow>('configuration_changes').where({ owner_id: ownerId }).orderBy('id', 'desc').limit(31)
  return before === null ? rows : rows.where('id', '<', before)
}

/** The same for the same content, in whatever order its keys come. */
export function stampOf(part: unknown): string {
  return createHash('sha256')
    .update(stable(part ?? null))
    .digest('base64url')
    .slice(0, 16)
}

function stable(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stable).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).filter(([, each]) => each !== undefined)
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, each]) => `${JSON.stringify(key)}:${stable(each)}`)
    .join()}}`
}
