import type { InstallerActor, OwnerActor, Tx } from '../db/actor.ts'
import type { UserRow } from '../db/rowTypes.ts'
import { NotFound } from '../web/errors.ts'
import { CLOSED } from '../domain/workflow/status.ts'
import { likeOf } from '../text/like.ts'
import { inList } from '../db/literals.ts'

export type Admin = InstallerActor | OwnerActor

/** Somebody of the own tenant, as the administrator sees them. */
export interface Person extends Pick<
  UserRow,
  | 'id'
  | 'username'
  | 'name'
  | 'phone'
  | 'email'
  | 'locale'
  | 'is_admin'
  | 'permission_sets'
  | 'active'
  | 'has_password'
  | 'invited_at'
  | 'deactivated_at'
> {
  last_seen: Date | null
  open_cases: number
}

export const PEOPLE_PER_PAGE = 100

const COLUMNS = `u.id, u.username, u.name, u.phone, u.email, u.locale, u.is_admin, u.permission_sets, u.active, u.has_password, u.invited_at,
  u.deactivated_at`
const OPEN = `status not ${inList(CLOSED)}`
/** Whose a case is on each side. */
const HOLDS = { installer: 'responsible_id', owner: 'handler_id' } as const

/** Where a page ends: whether the last person is active, name, id. */
export const PLACE = ['flag', 'text', 'int'] as const
type Place = [active: boolean, name: string, id: number]

/** The people of the tenant, the active first, by name; `after` is where the page before ended. */
export async function listPeople(tx: Tx, actor: Admin, q: string, after: Place | null): Promise<Person[]> {
  const [active, name, id] = after ?? []
  const { rows } = await tx.raw<{ rows: Person[] }>(
    `select ${COLUMNS},
       (select e.at from security_events e where e.user_id = u.id and e.event = 'signed-in' order by e.id desc limit 1)
         as last_seen,
       (select count(*) from cases c where c.${HOLDS[actor.side]} = u.id and ${OPEN}) as open_cases
     from users u
     where not u.service and (u.name ilike :like or u.username ilike :like or u.email ilike :like)
       and (:first or (not u.active, u.name collate public.swedish, u.id) > (not :active::boolean, :name collate public.swedish, :id))
     order by not u.active, u.name collate public.swedish, u.id limit ${PEOPLE_PER_PAGE + 1}`,
    {
      like: `%${likeOf(q)}%`,
      first: after === null,
      active: active ?? true,
      name: name ?? '',
      id: id ?? 0,
    },
  )
  return rows
}

/** @throws NotFound for a stranger's, as for nobody's */
export async function getPerson(tx: Tx, id: number): Promise<Person> {
  const { rows } = await tx.raw<{ rows: Person[] }>(
    `select ${COLUMNS}, null as last_seen, 0 as open_cases from users u where u.id = ? and not u.service`,
    [id],
  )
  if (!rows[0]) throw new NotFound()
  return rows[0]
}

export interface OpenCases {
  count: number
  first: { ref: string; job_name: string }[]
}

/** The cases somebody would leave behind. */
export async function openCasesOf(tx: Tx, actor: Admin, userId: number): Promise<OpenCases & { refs: string[] }> {
  const rows = await tx('cases')
    .where({ [HOLDS[actor.side]]: userId })
    .whereRaw(OPEN)
    .orderBy('id')
    .select('ref', 'job_name')
  return { count: rows.length, first: rows.slice(0, 10), refs: rows.map(({ ref }) => ref) }
}

/** The work orders a montör has not reported. */
export async function countOrdersOf(tx: Tx, userId: number): Promise<number> {
  const orders = tx('work_orders').where({ fitter_id: userId }).whereIn('state', ['created', 'released'])
  return (await orders.count<{ n: number }[]>('* as n'))[0]!.n
}

/**
 * Waits for other administrators of the same tenant: two who take the right from each other at the same moment must not
 * both find that one is left.
 */
export async function otherAdmins(tx: Tx, actor: Admin, than: number): Promise<number> {
  await tx.raw('select pg_advisory_xact_lock(?, ?)', [
    actor.side === 'owner' ? 2 : 1,
    actor.ownerId ?? actor.companyId!,
  ])
  const others = tx('users').where({ is_admin: true, active: true }).whereNot({ id: than })
  return (await others.count<{ n: number }[]>('* as n'))[0]!.n
}
