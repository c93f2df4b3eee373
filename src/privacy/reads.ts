import { z } from 'zod'
import { asActor } from '../db/actor.ts'
import { cut } from '../text/cut.ts'
import { day, writeCursor } from '../web/cursors.ts'
import { partyOf } from '../web/guards.ts'
import { routes } from '../web/routes.ts'
import { render } from '../web/views.ts'
import { listReads } from './queries.ts'

/** Who of one's own people has opened which case, for the administrator. */
export const reads = routes({
  '/company/privacy/reads': { for: 'installerAdmin' },
  '/owner/privacy/reads': { for: 'ownerAdmin' },
})

const PAGE = 50

const words = z
  .string()
  .transform((typed) => cut(typed.replace(/[\u0000-\u001f\ufffd]/g, ' ').trim(), 100))
  .catch('')
const Query = z.object({
  who: words,
  number: words,
  from: day().catch(''),
  to: day().catch(''),
  after: z.unknown().optional(),
})
export type ReadsQuery = Omit<z.output<typeof Query>, 'after'>

reads.get('/', {}, async (req, res) => {
  const actor = partyOf(req)
  const { after, ...asked } = Query.parse(req.query)
  const rows = await asActor(actor, (tx) => listReads(tx, asked, after, PAGE + 1), { kind: 'long' })
  const last = rows.length > PAGE ? rows[PAGE - 1]! : null
  const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== ''))
  if (last) query.set('after', writeCursor([last.place, last.case_id, last.user_id]))
  await render(res, 'privacy/reads', {
    title: res.locals.t('Vem har öppnat vad'),
    side: actor.side,
    base: req.baseUrl,
    asked,
    rows: rows.slice(0, PAGE),
    next: last && `${req.baseUrl}?${query.toString()}`,
  })
})
