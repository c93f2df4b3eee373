import { insertEvent, tenantsOf } from '../cases/workflow/queries.ts'
import { editableParts, FINAL } from '../domain/workflow/status.ts'
import type { Actor, InstallerActor, OwnerActor, Tx } from '../db/actor.ts'
import type { AttachmentRow, Audience, CaseRow } from '../db/rowTypes.ts'
import { Conflict, NotFound } from '../web/errors.ts'
import { newScan, refuseUnopened } from '../scan/scanner.ts'
import type { ReceivedFile } from '../web/uploads.ts'
import { PICTURES } from './look.ts'
import { removePosition } from './position.ts'
import { digest, putFile } from './store.ts'
import { tellFile, safeName } from './types.ts'

export function listFiles(tx: Tx, caseId: number): Promise<AttachmentRow[]> {
  return tx<AttachmentRow>('attachments').where({ case_id: caseId, deleted_at: null }).orderBy('id')
}

/** @throws NotFound for what is not there, not yours, or deleted */
export async function getFile(tx: Tx, caseId: number, id: number): Promise<AttachmentRow> {
  const file = await tx<AttachmentRow>('attachments').where({ id, case_id: caseId, deleted_at: null }).first()
  if (!file) throw new NotFound('Filen finns inte')
  return file
}

/** The same, to be looked at. @throws Conflict for one that waits to be scanned or did not pass */
export async function openFile(...asked: Parameters<typeof getFile>): Promise<AttachmentRow> {
  const file = await getFile(...asked)
  refuseUnopened(file)
  return file
}

/** A file that was received, and the slot it was put in. */
export interface Upload {
  kind: string
  file: ReceivedFile
  /** A picture keeps the place where it was taken. */
  keepsPosition?: boolean
  /** Said where the place was taken out. */
  onPositionRemoved?: () => void
}

/** A file that cannot be kept, where nothing is to be done until that has been put right. */
export class RefusedFiles extends Error {
  readonly errors: Record<string, string>
  constructor(errors: Record<string, string>) {
    super('refused files')
    this.errors = errors
  }
}

/** All of them or, with all else in the transaction, none. @throws RefusedFiles */
export async function addAllFiles(...asked: Parameters<typeof addFiles>): Promise<void> {
  const refused = await addFiles(...asked)
  if (Object.keys(refused).length > 0) throw new RefusedFiles(refused)
}

/** Most files a case may hold, and bytes a file (docs/domain.md 3.4). */
const MOST_FILES = 30

/**
 * Stores what was uploaded. Answers with a sentence for each file that was refused, by its input's name; the others are
 * stored.
 */
export async function addFiles(
  tx: Tx,
  actor: InstallerActor | OwnerActor,
  kase: Hung & Partial<Pick<CaseRow, 'status' | 'flow' | 'erased_at'>>,
  files: Upload[],
  audience: Audience = audienceOf(actor, kase),
): Promise<Record<string, string>> {
  if (kase.erased_at) throw new Conflict('Ärendet är gallrat och kan inte ändras.')
  const refused: Record<string, string> = {}
  let count = files.length === 0 ? 0 : (await listFiles(tx, kase.id)).length
  for (const { kind, file, keepsPosition, onPositionRemoved } of files) {
    if (file.problem !== undefined) {
      refused[file.field] = file.problem
      continue
    }
    const told = await tellFile(file)
    if ('refused' in told) refused[file.field] = told.refused
    else if (count >= MOST_FILES) refused[file.field] = 'Ett ärende kan ha högst 30 bilagor.'
    else {
      if (PICTURES.includes(told.mediaType) && !keepsPosition && (await removePosition(file.path)))
        onPositionRemoved?.()
      await addFile(tx, actor, kase, { kind, file: { ...file, name: told.name }, mediaType: told.mediaType, audience })
      count += 1
    }
  }
  return refused
}

/**
 * What an installer attaches while it writes goes with the next sending, which shows it to the owner (app.send_files); what
 * it adds while the owner has the case is sent as it is added.
 */
function audienceOf(actor: Actor, { status, flow }: Partial<Pick<CaseRow, 'status' | 'flow'>>): Audience {
  if (actor.side === 'owner') return 'all'
  return status && flow && editableParts({ status, flow }).length === 0 ? 'all' : 'company'
}

/** What files need to know of the case they hang on. */
type Hung = Pick<CaseRow, 'id' | 'owner_id' | 'company_id' | 'sent'>

async function addFile(
  tx: Tx,
  actor: InstallerActor | OwnerActor,
  kase: Hung,
  { kind, file, mediaType, audience }: { kind: string; file: ReceivedFile; mediaType: string; audience: Audience },
) {
  const name = safeName(file.name)
  const { sha256, size } = await digest(file.path)
  const tenants = tenantsOf(kase)
  const [row] = (await tx('attachments')
    .insert({
      ...tenants,
      audience,
      side: actor.side,
      kind: /^[A-Z]{3}$/.test(kind) ? kind : 'OVR',
      name,
      media_type: mediaType,
      size,
      sha256,
      scan: newScan(),
      picture: PICTURES.includes(mediaType) ? 'waiting' : 'none',
      uploaded_at: tx.now,
      uploaded_by: actor.userId,
      uploaded_by_name: actor.name,
    })
    .returning('id')) as [{ id: number }]
  const { case_id: _, ...owners } = tenants
  await putFile(tx, { ...owners, attachment_id: row.id, audience }, file.path)
  await logFile(tx, actor, kase, 'file-added', name, audience)
}

/** The own side's files of another case, byte for byte, to a draft; what was said to hold no longer stays behind. */
export async function copyFiles(tx: Tx, actor: InstallerActor, from: CaseRow, to: CaseRow): Promise<void> {
  const files = await listFiles(tx, from.id)
  const holding = files.filter((file) => file.side === 'installer' && file.outdated_at === null)
  refuseUnopened(...holding)
  for (const { id, name } of holding) {
    const tenants = tenantsOf(to)
    const { rows } = await tx.raw<{ rows: [{ id: number }] }>(
      `insert into attachments (case_id, owner_id, company_id, sent, audience, side, kind, name, media_type, size, sha256,
         scan, picture, uploaded_at, uploaded_by, uploaded_by_name)
       select ?, ?, ?, ?, 'company', side, kind, name, media_type, size, sha256, scan, picture, app.now(), ?, ? from attachments where id = ?
       returning id`,
      [tenants.case_id, tenants.owner_id, tenants.company_id!, tenants.sent, actor.userId, actor.name, id],
    )
    await tx.raw(
      `insert into attachment_chunks (attachment_id, owner_id, company_id, sent, audience, seq, bytes)
       select ?, ?, ?, ?, 'company', seq, bytes from attachment_chunks where attachment_id = ?`,
      [rows[0].id, tenants.owner_id, tenants.company_id!, tenants.sent, id],
    )
    await logFile(tx, actor, to, 'file-added', name)
  }
}

/**
 * Takes away one's own file. What the other side has been shown is never gone: it is marked Inaktuell, stays readable to
 * both, and counts for nothing at the next sending. The database refuses anything else (stays_on_record_*).
 * @returns false when it was marked instead
 */
export async function deleteFile(
  tx: Tx,
  actor: InstallerActor | OwnerActor,
  kase: CaseRow,
  id: number,
): Promise<boolean> {
  const file = await getFile(tx, kase.id, id)
  if (file.side !== actor.side) throw new NotFound('Filen finns inte')
  if (isShut(kase)) throw new Conflict(SHUT)
  if (actor.side === 'installer' && editableParts(kase).length === 0)
    throw new Conflict('Bilagor kan tas bort när ärendet är ett utkast eller har kommit tillbaka.')
  if (!mayDelete(actor, kase, file)) {
    if (file.outdated_at === null) await markOutdated(tx, actor, kase, file, true)
    return false
  }
  await tx('attachments').where({ id }).update({ deleted_at: tx.now })
  await logFile(tx, actor, kase, 'file-removed', file.name, file.audience)
  return true
}

/** Later than that a file is not taken away, but said to hold no longer; once more and it holds again. */
export async function turnOutdated(
  tx: Tx,
  actor: InstallerActor | OwnerActor,
  kase: CaseRow,
  id: number,
): Promise<boolean> {
  const file = await getFile(tx, kase.id, id)
  if (file.side !== actor.side) throw new NotFound('Filen finns inte')
  if (isShut(kase)) throw new Conflict(SHUT)
  if (file.scan === 'infected') refuseUnopened(file)
  const outdated = file.outdated_at === null
  await markOutdated(tx, actor, kase, file, outdated)
  return outdated
}

async function markOutdated(
  tx: Tx,
  actor: Actor,
  kase: CaseRow,
  { id, name, audience }: AttachmentRow,
  outdated: boolean,
): Promise<void> {
  await tx('attachments')
    .where({ id })
    .update({ outdated_at: outdated ? tx.now : null, outdated_by_name: outdated ? actor.name : null })
  await logFile(tx, actor, kase, outdated ? 'file-outdated' : 'file-restored', name, audience)
}

/** Can be gone without a trace: nobody has relied on it. Of an installer's, what has not been sent. */
export function mayDelete(
  actor: Pick<Actor, 'side'>,
  kase: Pick<CaseRow, 'status' | 'flow'>,
  { side, audience, on_record: onRecord }: Pick<AttachmentRow, 'side' | 'audience' | 'on_record'>,
): boolean {
  if (side !== actor.side || isShut(kase)) return false
  return side === 'installer' ? audience === 'company' && editableParts(kase).length > 0 : !onRecord
}

const SHUT = 'Ärendet är arkiverat och kan inte ändras.'

function isShut(kase: Pick<CaseRow, 'status'>): boolean {
  return FINAL.includes(kase.status)
}

export async function logFile(
  tx: Tx,
  actor: Actor,
  kase: Hung,
  action: 'file-added' | 'file-removed' | 'file-downloaded' | 'file-outdated' | 'file-restored',
  name: string,
  of: Audience = 'all',
): Promise<void> {
  // What is written on a draft is the company's own business until it is sent.
  const audience: Audience = kase.sent ? of : 'company'
  await insertEvent(tx, kase, actor, { action, audience, details: { name } })
}
