import { displayOf, type Look } from '../attachments/look.ts'
import { addFiles } from '../attachments/queries.ts'
import type { OwnerActor, Tx } from '../db/actor.ts'
import type { CaseRow, OrderRow } from '../db/rowTypes.ts'
import { Conflict } from '../web/errors.ts'
import type { ReceivedFile } from '../web/uploads.ts'
import type { ReportInput } from './forms.ts'
import { METERS } from './kinds.ts'
import { getOwnOrder } from './lists.ts'
import { logOrder } from './orders.ts'

type Reporting = { order: OrderRow; kase: Pick<CaseRow, 'id' | 'owner_id' | 'company_id' | 'sent'> }

/**
 * The order as it stands, and nobody else can change it until we are done: the case is locked first, as by everybody who
 * writes both. A montör may read no more of the case than these columns.
 * @throws Conflict when the order is not to be reported, or no more
 */
export async function lockForReport(tx: Tx, actor: OwnerActor, id: number): Promise<Reporting> {
  const { case_id: caseId } = await getOwnOrder(tx, actor, id)
  const kase = (await tx('cases').where({ id: caseId }).forUpdate().first('id', 'owner_id', 'company_id', 'sent'))!
  const order = await getOwnOrder(tx, actor, id)
  if (order.state === 'created') throw new Conflict('Arbetsordern är inte frisläppt än: färdiganmälan är inte godkänd.')
  if (order.state !== 'released') throw new Conflict('Arbetsordern är redan rapporterad eller avbruten.')
  return { order, kase }
}

/** Photos are kept whatever else is wrong with the report: they cannot be put back into a page. */
export async function keepPhotos(
  tx: Tx,
  actor: OwnerActor,
  { order, kase }: Reporting,
  files: ReceivedFile[],
  position: { keeps: boolean; onRemoved: () => void },
): Promise<Record<string, string>> {
  const refused: Record<string, string> = {}
  for (const what of PHOTOS) {
    const own = files.filter(({ field }) => field === what)
    if (own.length === 0) continue
    const before = await photoIds(tx, kase.id)
    const photos = own.map((file) => ({
      kind: 'FOT',
      file,
      keepsPosition: position.keeps,
      onPositionRemoved: position.onRemoved,
    }))
    Object.assign(refused, await addFiles(tx, actor, kase, photos, 'owner'))
    const added = (await photoIds(tx, kase.id)).filter((id) => !before.includes(id))
    const columns = what === 'photo' ? ['photos'] : ['photos', `${what}s`]
    const grown = columns.map((column) => [column, tx.raw('?? || ?::bigint[]', [column, added] as never)] as const)
    await tx('work_orders')
      .where({ id: order.id })
      .update(Object.fromEntries(grown) as Record<string, never>)
  }
  return refused
}

/** The inputs for photos: of each meter, and of anything else. */
export const PHOTOS = ['removed_photo', 'meter_photo', 'photo'] as const

/** After a swap both meters are to be seen, whichever visit the photos came with. */
export async function lackingPhotos(tx: Tx, { order }: Reporting, outcome: string): Promise<Record<string, string>> {
  if (order.kind !== 'swap' || outcome !== 'done') return {}
  const { removed_photos: removed, meter_photos: there } = (await tx('work_orders')
    .where({ id: order.id })
    .first('removed_photos', 'meter_photos'))!
  return {
    ...(removed.length === 0 && { removed_photo: 'Lägg till ett foto av den nedtagna mätaren.' }),
    ...(there.length === 0 && { meter_photo: 'Lägg till ett foto av den nya mätaren.' }),
  }
}

/** The photos of an order as they can be shown, by what they are of. */
export async function photosOf(tx: Tx, order: OrderRow): Promise<Photo[]> {
  const rows = await tx('attachments')
    .whereIn('id', order.photos)
    .where({ deleted_at: null })
    .whereIn('scan', ['unscanned', 'clean'])
    .orderBy('id')
    .select('id', 'name', 'media_type', 'scan', 'picture')
  const words = METERS[order.kind]
  return rows.map(({ id, name, ...file }) => ({
    id,
    name,
    look: displayOf(file),
    of: order.removed_photos.includes(id) ? words.removed : order.meter_photos.includes(id) ? words.there : null,
  }))
}

/** `of`: the words for the meter it shows. */
export interface Photo {
  id: number
  name: string
  look: Look | null
  of: string | null
}

function photoIds(tx: Tx, caseId: number): Promise<number[]> {
  return tx('attachments').where({ case_id: caseId, kind: 'FOT', side: 'owner' }).pluck('id')
}

export async function reportOrder(
  tx: Tx,
  actor: OwnerActor,
  { order, kase }: Reporting,
  { outcome, report, ...meters }: ReportInput,
): Promise<void> {
  await tx('work_orders')
    .where({ id: order.id })
    .update({
      state: 'reported',
      outcome,
      report,
      ...meters,
      reported_at: tx.now,
      reported_by_name: actor.name,
    })
  const action = outcome === 'done' ? 'order-reported' : 'order-deviating'
  await logOrder(tx, kase, actor, action, order.number)
}
