import { z } from 'zod'
import { asActor, type InstallerActor, type OwnerActor, type Tx } from '../../db/actor.ts'
import type { CaseRow, EventRow } from '../../db/rowTypes.ts'
import { actorOf } from '../../web/guards.ts'
import { routes } from '../../web/routes.ts'
import { render } from '../../web/views.ts'
import { CasePath } from '../workflow/forms.ts'
import { getCase, getOwner, insertEvent, LOG } from '../workflow/queries.ts'
import { timelineOf } from './timeline.ts'
import { inList } from '../../db/literals.ts'
import { moves, SAVING, TRANSITIONS } from '../../domain/workflow/status.ts'
import { signer } from '../../language/actor.ts'
import { longId } from '../../web/ids.ts'

/** The whole log of a case, by what happened and on which side. */
export const caseLog = routes('/cases/:ref/log', { for: 'party', right: 'read', support: true })

/** Moves that set a symbol or the handläggare. */
const SETTING = moves.filter((move) =>
  TRANSITIONS[move].effects?.some((effect) => effect === 'mark' || effect === 'assign'),
)

const EVENTS = {
  saves: { label: 'Sparat och hämtat', where: `(action ${inList(SAVING)} or action ~ '^facility-')` },
  marks: { label: 'Symboler och handläggare', where: `action ${inList([...SETTING, 'handed-over'])}` },
  notes: { label: 'Noteringar', where: `action = 'note'` },
  files: { label: 'Bilagor och utskrifter', where: `action ~ '^(file-|print$)'` },
  orders: { label: 'Arbetsorder', where: `action ~ '^order-'` },
} as const
const others = Object.values(EVENTS).map(({ where }) => where)

/** What can be picked out of it; everything that is none of the others is a step of the case. */
const KINDS = { steps: { label: 'Händelser', where: `not (${others.join(' or ')})` }, ...EVENTS } as const
type Kind = keyof typeof KINDS

const Query = z.object({
  what: z
    .enum(Object.keys(KINDS) as [Kind, ...Kind[]])
    .nullable()
    .catch(null),
  side: z.enum(['installer', 'owner']).nullable().catch(null),
  before: longId().nullable().catch(null),
})

const PAGE = 200

caseLog.get('/', {}, async (req, res) => {
  const { ref } = CasePath.parse(req.params)
  const { t } = res.locals
  const { what, side, before } = Query.parse(req.query)
  const { kase, owner, events } = await asActor(actorOf(req), async (tx) => {
    const kase = await getCase(tx, ref)
    const { name } = await getOwner(tx, kase.owner_id)
    return { kase, owner: name, events: await listLog(tx, kase.id, { what, side, before }) }
  })
  const page = events.slice(0, PAGE)
  await render(res, 'cases/log', {
    title: `${t('Aktivitetslogg')} ${kase.ref}`,
    kase,
    timeline: timelineOf(page, t, signer(t, { company: kase.company_name, owner })),
    kinds: Object.entries(KINDS).map(([value, { label }]) => ({ value, label: t(label) })),
    what,
    side,
    older: events.length > PAGE ? page.at(-1)!.id : null,
  })
})

/** Picked out by the database, so that a page is full however much lies between. */
function listLog(tx: Tx, caseId: number, { what, side, before }: z.output<typeof Query>): Promise<EventRow[]> {
  const events = tx<EventRow>(tx.raw(`${LOG} as log`)).where({ case_id: caseId })
  if (what !== null) void events.whereRaw(KINDS[what].where)
  if (side !== null) void events.where({ side })
  if (before !== null) void events.where('id', '<', before)
  return events.orderBy('id', 'desc').limit(PAGE + 1)
}

/** Who took a case out on paper, for the own side's eyes: once an hour for each, however often the page is drawn. */
export async function logPrint(tx: Tx, actor: InstallerActor | OwnerActor, kase: CaseRow): Promise<void> {
  const lately = await tx<EventRow>('case_events')
    .where({ case_id: kase.id, actor_id: actor.userId, action: 'print' })
    .where('at', '>', new Date(tx.now.getTime() - 3_600_000))
    .first('id')
  if (lately) return
  await insertEvent(tx, kase, actor, { action: 'print', audience: actor.side === 'owner' ? 'owner' : 'company' })
}
