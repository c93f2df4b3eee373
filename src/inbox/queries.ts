import type { Actor, Tx } from '../db/actor.ts'
import { can } from '../users/rights.ts'
import { countCases, listCases, PAGE, type ListRow, type Wanted } from '../cases/lists.ts'

/** A part of the inbox: what it is called, what is in it, and what is said when nothing is. */
interface Part {
  title: string
  empty: string
  where: string
  /** Does `where` ask for the person? */
  personal: boolean
  order: NonNullable<Wanted['order']>
}

// Installer: what came back, and consents not yet opened (domain.md 2.3).
const INSTALLER: Part[] = [
  {
    title: 'Att rätta',
    empty: 'Inget har kommit tillbaka till dig.',
    where: `responsible_id = ? and status in ('notice_rejected', 'completion_rejected')`,
    personal: true,
    order: 'last_event_at desc, id desc',
  },
  {
    title: 'Nya installationsmedgivanden',
    empty: 'Inga nya medgivanden att öppna.',
    where: `responsible_id = ? and status = 'consented' and not seen_by_installer`,
    personal: true,
    order: 'last_event_at desc, id desc',
  },
]

// Owner: what is mine to decide and what nobody has taken, the first due first.
const OWNER: Part[] = [
  {
    title: 'Mina',
    empty: 'Inget väntar på dig.',
    where: `handler_id = ? and status in ('submitted', 'completed')`,
    personal: true,
    order: 'due_on, id',
  },
  {
    title: 'Ej tilldelade',
    empty: 'Alla inkomna ärenden är tagna.',
    where: `handler_id is null and status in ('submitted', 'completed')`,
    personal: false,
    order: 'due_on, id',
  },
]

function partsOf(actor: Actor): Part[] {
  // Of the owner's people only those who decide have cases waiting for them.
  if (actor.side === 'owner') return can(actor, 'decide') ? OWNER : []
  return actor.side === 'operator' ? [] : INSTALLER
}

export async function listInbox(tx: Tx, actor: Actor): Promise<(Part & { rows: ListRow[]; count: number })[]> {
  const parts = []
  for (const part of partsOf(actor)) {
    const bindings = part.personal ? [actor.userId] : []
    const rows = await listCases(tx, { where: part.where, bindings, order: part.order })
    // Only a full page has to be counted.
    const count = rows.length > PAGE ? await countCases(tx, part.where, bindings) : rows.length
    parts.push({ ...part, rows: rows.slice(0, PAGE), count })
  }
  return parts
}

/** For the badge in the menu, bounded: 100 means more than 99. */
export async function countInbox(tx: Tx, actor: Actor): Promise<number> {
  const parts = partsOf(actor)
  if (parts.length === 0) return 0
  const where = parts.map((part) => `(${part.where})`).join(' or ')
  return countCases(
    tx,
    where,
    parts.filter((part) => part.personal).map(() => actor.userId),
    99,
  )
}
