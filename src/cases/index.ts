import { Router, type Request, type Response } from 'express'
import { asActor, type Actor, type Tx } from '../db/actor.ts'
import { actorOf, only } from '../web/guards.ts'
import type { CaseGroup } from '../web/pages.ts'
import { render } from '../web/views.ts'
import { ListQuery } from './forms.ts'
import { countByStatus, countCases, lineOf, listCases, PAGE, type Cursor, type ListRow } from './lists.ts'
import { STATUSES, type Status } from './status.ts'
import type { Translate } from '../web/i18n.ts'

export const index = Router()

type Which = 'all' | 'mine' | 'archive'

// These conditions stand letter for letter in the partial indexes of the migration: the planner must recognise them.
const OPEN = `status not in ('closed', 'archived', 'cancelled')`
const CLOSED = `status in ('closed', 'archived', 'cancelled')`
const TITLES = { all: 'Alla anmälningar', mine: 'Mina anmälningar', archive: 'Arkiverade' } as const
/** How many of each status the grouped view shows before 'Visa alla'. */
const FIRST = 20

index.get('/', (req, res) => showList(req, res, 'all'))
index.get('/mine', (req, res) => showList(req, res, 'mine'))

/** Mounted at /archive. */
export const archive = Router()
archive.get('/', only('installer', 'owner'), (req, res) => showList(req, res, 'archive'))

async function showList(req: Request, res: Response, which: Which): Promise<void> {
  const actor = actorOf(req)
  const { t } = res.locals
  const query = ListQuery.parse(req.query)
  const one = Object.hasOwn(STATUSES, query.status) ? (query.status as Status) : null
  const grouping = query.group === 'status' && !one && query.q === '' ? 'status' : 'none'
  const base = conditionOf(which, actor)
  const { active, ...page } = await asActor(actor, async (tx) => {
    if (grouping === 'status') {
      const groups = await byStatus(tx, actor, base, which, t)
      return { groups, nextPage: null, active: groups.reduce((sum, group) => sum + (group.count ?? 0), 0) }
    }
    const listed = await flat(tx, actor, base, { ...query, one }, req.baseUrl + req.path, t)
    return { ...listed, active: await countCases(tx, base.where, base.bindings) }
  })
  await render(res, 'cases/list', {
    title: t(TITLES[which]),
    which,
    side: actor.side,
    summary: which === 'archive' ? '' : t('{n} aktivt|{n} aktiva', { n: active }),
    grouping,
    q: query.q,
    empty: emptyWords(which, actor, query.q, t),
    ...page,
  })
}

function conditionOf(which: Which, actor: Actor): { where: string; bindings: number[] } {
  const sent = actor.side === 'owner' ? ' and submitted_at is not null' : ''
  if (which === 'archive') return { where: CLOSED + sent, bindings: [] }
  if (which === 'all') return { where: OPEN + sent, bindings: [] }
  const column = actor.side === 'owner' ? 'handler_id' : 'responsible_id'
  return { where: `${OPEN}${sent} and ${column} = ?`, bindings: [actor.userId] }
}

/** The statuses in the order people work: what came back first, drafts last. */
const ORDER: Status[] = [
  'notice_rejected',
  'completion_rejected',
  'consented',
  'submitted',
  'completed',
  'draft',
  'closed',
  'cancelled',
  'archived',
]

async function byStatus(
  tx: Tx,
  actor: Actor,
  base: { where: string; bindings: number[] },
  which: Which,
  t: Translate,
): Promise<CaseGroup[]> {
  const counts = await countByStatus(tx, base.where, base.bindings)
  const there = ORDER.filter((status) => counts.has(status))
  const rows = await firstOfEach(tx, base, there)
  return there.map((status) => {
    const count = counts.get(status) ?? 0
    const address = which === 'archive' ? '/archive' : which === 'mine' ? '/cases/mine' : '/cases'
    return {
      title: t(STATUSES[status].label),
      count,
      lines: rows.filter((row) => row.status === status).map((row) => lineOf(row, actor, tx.now, t)),
      ...(count > FIRST && { more: `${address}?status=${status}` }),
    }
  })
}

/** The newest rows of every status in one statement: a page costs the same for one status as for nine. */
async function firstOfEach(tx: Tx, base: { where: string; bindings: number[] }, there: Status[]): Promise<ListRow[]> {
  if (there.length === 0) return []
  const branches = there.map(
    () =>
      `(select id from cases where ${base.where} and status = ? order by last_event_at desc, id desc limit ${FIRST})`,
  )
  const bindings = there.flatMap((status) => [...base.bindings, status])
  return listCases(tx, { where: `id in (${branches.join(' union all ')})`, bindings, limit: FIRST * there.length })
}

async function flat(
  tx: Tx,
  actor: Actor,
  base: { where: string; bindings: number[] },
  query: { q: string; one: Status | null; after: string },
  address: string,
  t: Translate,
): Promise<{ groups: CaseGroup[]; nextPage: string | null }> {
  const where = query.one ? `${base.where} and status = ?` : base.where
  const bindings = query.one ? [...base.bindings, query.one] : base.bindings
  const rows = await listCases(tx, { where, bindings, q: query.q, after: cursorOf(query.after) })
  const last = rows.length > PAGE ? rows[PAGE - 1] : undefined
  const lines = rows.slice(0, PAGE).map((row) => lineOf(row, actor, tx.now, t))
  const title = query.one ? t(STATUSES[query.one].label) : query.q === '' ? t('Senast ändrade') : t('Träffar')
  const next = new URLSearchParams({
    group: 'none',
    ...(query.q && { q: query.q }),
    ...(query.one && { status: query.one }),
  })
  if (last) next.set('after', `${last.last_event_at.toISOString()}_${last.id}`)
  return {
    groups: lines.length > 0 ? [{ title, count: null, lines }] : [],
    nextPage: last ? `${address}?${next.toString()}` : null,
  }
}

function cursorOf(after: string): Cursor | null {
  const [at, id] = after.split('_')
  const time = new Date(at ?? '')
  return Number.isNaN(time.getTime()) || !/^\d{1,15}$/.test(id ?? '') ? null : { at: time, id: Number(id) }
}

function emptyWords(which: Which, actor: Actor, q: string, t: Translate) {
  if (q !== '')
    return { title: t('Inga träffar'), text: t('Sök på nummer, adress, beställare eller er referens.'), action: null }
  if (which === 'archive') {
    return { title: t('Inget är arkiverat än'), text: t('Färdiga och avbrutna ärenden hamnar här.'), action: null }
  }
  return actor.side === 'installer'
    ? {
        title: t('Inga ärenden än'),
        text: t('Börja med att skapa en anmälan till nätbolaget där arbetet ska göras.'),
        action: { href: '/cases/new', label: t('Nytt ärende') },
      }
    : { title: t('Inga ärenden'), text: t('Här visas ärenden när en installatör har skickat dem.'), action: null }
}
