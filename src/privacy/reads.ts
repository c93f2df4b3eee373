import { z } from 'zod'
import { asActor, type Tx } from '../db/actor.ts'
import type { CaseReadRow } from '../db/rowTypes.ts'
import { day, readCursor, writeCursor } from '../web/cursors.ts'
import { partyOf } from '../web/guards.ts'
import { routes } from '../web/routes.ts'
import { render } from '../web/views.ts'

/** Who of one's own people has opened which case, for the administrator. */
export const reads = routes({
  '/company/privacy/reads': { for: 'installerAdmin' },
  '/owner/privacy/reads': { for: 'ownerAdmin' },
})

const PAGE = 50

const words = z
  .string()
  .transform((typed) =>
    typed
      .replace(/[\u0000-\u001f\ufffd]/g, ' ')
      .trim()
      .slice(0, 100),
  )
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
  const rows = await asActor(actor, (tx) => listReads(tx, asked, after), { kind: 'long' })
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

export type ReadLine = Pick<CaseReadRow, 'at' | 'user_name'> & {
  ref: string | null
  number: string | null
}

/** Newest first. A case that its installer has taken back is out of its owner's sight, and without a number. */
async function listReads(tx: Tx, { who, number, from, to }: ReadsQuery, after: unknown) {
  const place = readCursor(after, 'timestamptz', 'bigint', 'int')
  const said: [string, ...(string | number)[]][] = [
    ...(who ? [['r.user_name ilike ?', `%${literally(who)}%`] as [string, string]] : []),
    ...(number ? [['c.number like ?', `%${literally(number)}%`] as [string, string]] : []),
    ...(from ? [['r.day >= ?', from] as [string, string]] : []),
    ...(to ? [['r.day <= ?', to] as [string, string]] : []),
    ...(place
      ? [['(r.at, r.case_id, r.user_id) < (?::timestamptz, ?, ?)', ...place] as [string, ...(string | number)[]]]
      : []),
  ]
  const where = said.length > 0 ? `where ${said.map(([sql]) => sql).join(' and ')}` : ''
  const { rows } = await tx.raw<{ rows: (ReadLine & { place: string; case_id: number; user_id: number })[] }>(
    `select r.at, r.user_name, r.case_id, r.user_id, r.at::text as place, c.ref, c.number
     from case_reads r left join cases c on c.id = r.case_id ${where}
     order by r.at desc, r.case_id desc, r.user_id desc limit ${PAGE + 1}`,
    said.flatMap(([, ...values]) => values),
  )
  return rows
}

/** LIKE's own signs stand for themselves. */
function literally(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}
