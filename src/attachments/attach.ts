import { lockCase } from '../cases/workflow/queries.ts'
import type { InstallerActor, OwnerActor, Tx } from '../db/actor.ts'
import type { AttachmentRow } from '../db/rowTypes.ts'
import { FINAL } from '../domain/workflow/status.ts'
import type { Translate } from '../language/i18n.ts'
import { Conflict } from '../web/errors.ts'
import type { ReceivedFile } from '../web/uploads.ts'
import { addFiles, listFiles } from './queries.ts'

export interface Attached {
  /** A sentence for each file that was not taken. */
  refused: string[]
  /** Pictures out of which the place where they were taken was removed. */
  positions: number
  added: AttachmentRow[]
}

/**
 * Attaches files to a case that is there: each that can be taken is, whatever is wrong with the others.
 * @throws NotFound, Conflict for what is archived
 */
export async function attach(
  tx: Tx,
  actor: InstallerActor | OwnerActor,
  ref: string,
  { kind, files, keepsPosition }: { kind: string; files: ReceivedFile[]; keepsPosition: boolean },
  t: Translate,
): Promise<Attached> {
  const kase = await lockCase(tx, ref)
  if (FINAL.includes(kase.status)) throw new Conflict('Ärendet är arkiverat och kan inte ändras.')
  const before = new Set((await listFiles(tx, kase.id)).map((file) => file.id))
  const refused = kind === '' ? [t('Välj vad bilagan visar.')] : []
  let positions = 0
  for (const file of kind === '' ? [] : files) {
    const upload = { kind, file, keepsPosition, onPositionRemoved: () => positions++ }
    const problems = Object.values(await addFiles(tx, actor, kase, [upload]))
    refused.push(...problems.map((problem) => `${file.name}: ${t(problem)}`))
  }
  const added = (await listFiles(tx, kase.id)).filter((file) => !before.has(file.id))
  return { refused, positions, added }
}
