import { Router } from 'express'
import { z } from 'zod'
import { asActor, type Tx } from '../db/actor.ts'
import type { EventRow } from '../db/rows.ts'
import { actorOf } from '../web/guards.ts'
import { render } from '../web/views.ts'
import { CasePath } from './forms.ts'
import { getCase } from './queries.ts'
import { timelineOf } from './timeline.ts'

/** The whole log of a case, by what happened and on which side: /cases/:ref/log */
export const log = Router({ mergeParams: true })

/** What can be picked out of it; everything that is none of the others is a step of the case. */
const KINDS = {
  steps: { label: 'Händelser', is: (action: string) => !/^(save|saveCompletion|mark|assign|note|file-)/.test(action) },
  saves: { label: 'Sparat', is: (action: string) => /^save/.test(action) },
  marks: { label: 'Symboler och handläggare', is: (action: string) => /^(mark|assign)/.test(action) },
  notes: { label: 'Noteringar', is: (action: string) => action === 'note' },
  files: { label: 'Bilagor', is: (action: string) => action.startsWith('file-') },
} as const
type Kind = keyof typeof KINDS

const Query = z.object({
  what: z
    .enum(Object.keys(KINDS) as [Kind, ...Kind[]])
    .nullable()
    .catch(null),
  side: z.enum(['installer', 'owner']).nullable().catch(null),
  before: z.coerce.number().int().positive().nullable().catch(null),
})

const PAGE = 200

log.get('/', async (req, res) => {
  const { ref } = CasePath.parse(req.params)
  const { t } = res.locals
  const { what, side, before } = Query.parse(req.query)
  const { kase, events } = await asActor(actorOf(req), async (tx) => {
    const kase = await getCase(tx, ref)
    return { kase, events: await listLog(tx, kase.id, before) }
  })
  const page = events.slice(0, PAGE)
  const shown = page.filter(
    (event) => (what === null || KINDS[what].is(event.action)) && (!side || event.side === side),
  )
  await render(res, 'cases/log', {
    title: `${t('Aktivitetslogg')} ${kase.number}`,
    kase,
    timeline: timelineOf(shown, t),
    kinds: Object.entries(KINDS).map(([value, { label }]) => ({ value, label: t(label) })),
    what,
    side,
    older: events.length > PAGE ? page.at(-1)!.id : null,
  })
})

function listLog(tx: Tx, caseId: number, before: number | null): Promise<EventRow[]> {
  const all = tx<EventRow>('case_events').where({ case_id: caseId })
  return (before === null ? all : all.andWhere('id', '<', before)).orderBy('id', 'desc').limit(PAGE + 1)
}
