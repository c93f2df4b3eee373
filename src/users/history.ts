import { z } from 'zod'
import { asActor, type Tx } from '../db/actor.ts'
import { deviceOf } from '../profile/devices.ts'
import type { SecurityLine } from '../profile/queries.ts'
import { signed } from '../language/actor.ts'
import { partyOf } from '../web/guards.ts'
import { longId } from '../web/ids.ts'
import { routes } from '../web/routes.ts'
import { render } from '../web/views.ts'
import { USERS } from './forms.ts'

/** Who has changed who gets in, for the administrator: …/users/history. Sign-ins are each person's own (/profile/history). */
export const history = routes(USERS)

export interface DeedLine extends SecurityLine {
  /** Whose account it was. */
  person: string
  /** Of the platform: nobody of the reader's tenant has that account. */
  by_operator: boolean
}

const PAGE = 50
const Query = z.object({ before: longId().nullable().catch(null) })

history.get('/history', {}, async (req, res) => {
  const actor = partyOf(req)
  const { before } = Query.parse({ before: req.query['before'] ?? null })
  const rows = await asActor(actor, (tx) => listDeeds(tx, before))
  const { t } = res.locals
  const events = rows.slice(0, PAGE).map((row) => ({
    ...row,
    by_name: row.by_name !== null && row.by_operator ? signed(t, row.by_name, 'operator', '') : row.by_name,
  }))
  await render(res, 'users/history', {
    title: t('Säkerhetshändelser'),
    side: actor.side,
    base: `${req.baseUrl}/history`,
    events,
    older: rows.length > PAGE ? events.at(-1)!.id : null,
  })
})

/** Of the reader's own tenant: row security says whose. */
async function listDeeds(tx: Tx, before: number | null): Promise<DeedLine[]> {
  const rows = (await tx('security_events as e')
    .join('users as u', 'u.id', 'e.user_id')
    .leftJoin('users as b', 'b.id', 'e.by_id')
    .whereRaw(`e.event not in ('signed-in', 'wrong-password', 'wrong-code')`)
    .modify((query) => before !== null && void query.where('e.id', '<', before))
    .orderBy('e.id', 'desc')
    .limit(PAGE + 1)
    .select(
      'e.id',
      'e.at',
      'e.event',
      'e.method',
      'e.address',
      'e.user_agent',
      'e.by_name',
      'e.name_before',
      'e.name_after',
      'u.name as person',
      tx.raw('e.by_id is not null and b.id is null as by_operator'),
    )) as (DeedLine & {
    user_agent: string | null
  })[]
  return rows.map(({ user_agent: agent, ...row }) => ({ ...row, ...deviceOf(agent) }))
}
