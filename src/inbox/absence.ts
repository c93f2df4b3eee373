import { z } from 'zod'
import { localDate } from '../domain/calendar/workdays.ts'
import { listColleagues } from '../cases/workflow/queries.ts'
import { asActor, type Tx } from '../db/actor.ts'
import { NotFound } from '../web/errors.ts'
import { flash } from '../web/flash.ts'
import { formPage, type Saved } from '../web/formPage.ts'
import { partyOf } from '../web/guards.ts'
import { writtenDay } from '../web/forms.ts'
import { id } from '../web/ids.ts'
import { routes } from '../web/routes.ts'
import { lookerAfter, turningDays, type Away } from './standIns.ts'
import type { AbsenceRow } from './views.ts'

/** Who is away and who looks after their cases: one's own, and for an administrator everybody's. /inbox/absence */
export const absence = routes('/inbox/absence', {
  for: 'party',
  right: 'decide',
  proof: 'who looks after whose cases; nobody gets in by it',
})

const Absence = z
  .object({
    user: id('Välj vem som är borta.').optional(),
    cover: id('Välj en kollega.'),
    from: writtenDay(),
    to: writtenDay(),
  })
  .refine(({ from, to }) => to >= from, { path: ['to'], message: 'Sista dagen kan inte vara före den första.' })

const AbsencePath = z.object({ id: id() })

absence.form(
  '/',
  {},
  formPage({
    actor: partyOf,
    view: 'inbox/absence',
    schema: Absence,
    load: () => null,
    draw: async ({ tx, actor, t }) => ({
      title: t('Frånvaro'),
      rows: withStandIns(await listAbsences(tx)).map((row) => ({
        ...row,
        mine: actor.isAdmin || row.user_id === actor.userId,
      })),
      people: await listColleagues(tx, actor),
      today: localDate(tx.now),
    }),
    save: async ({ tx, actor, base }, { user: wanted, cover, from, to }) => {
      // Whom it is about is an administrator's choice; everybody else speaks for themselves.
      const user = actor.isAdmin ? (wanted ?? actor.userId) : actor.userId
      const people = await listColleagues(tx, actor)
      const ids = people.map(({ id }) => id)
      if (!ids.includes(user)) return { errors: { user: 'Välj vem som är borta.' } }
      if (!ids.includes(cover) || cover === user) return { errors: { cover: 'Välj en kollega.' } }
      if (to < localDate(tx.now)) return { errors: { to: 'Dagen har redan varit.' } }
      const mine = { user_id: user, cover_id: cover, from_on: from, to_on: to }
      const before = await listAbsences(tx)
      const after = [...before, mine]
      const touched = after.filter((row) => row.from_on <= to && row.to_on >= from)
      const isLeft = touched.some((row) =>
        turningDays(after, row).some(
          (day) =>
            lookerAfter(after, row.user_id, day) === null &&
            (row === mine || lookerAfter(before, row.user_id, day) !== null),
        ),
      )
      if (isLeft)
        return { errors: { cover: 'Då är alla borta samtidigt, och ingen tar hand om ärendena. Välj någon annan.' } }
      await tx('absences').insert(mine)
      return { to: base, said: saidOf(before, mine, people) }
    },
  }),
)

absence.post('/:id/delete', {}, async (req, res) => {
  const { id } = AbsencePath.parse(req.params)
  const actor = partyOf(req)
  const gone = await asActor(actor, (tx) =>
    tx('absences')
      .where({ id, ...(!actor.isAdmin && { user_id: actor.userId }) })
      .delete(),
  )
  if (gone === 0) throw new NotFound()
  flash(res, 'success', 'Frånvaron är borttagen.')
  res.redirect(303, req.baseUrl)
})

type Listed = Omit<AbsenceRow, 'mine' | 'away' | 'nobody'> & { cover_active: boolean }

/** Whether the stand-in is away too, who looks after the cases then, and whether nobody does. */
function withStandIns(rows: Listed[]): Omit<AbsenceRow, 'mine'>[] {
  const names = new Map(
    rows.flatMap((row) => [[row.user_id, row.name] as const, [row.cover_id, row.cover_name] as const]),
  )
  return rows.map((row) => {
    const days = turningDays(rows, row)
    const lookers = days.map((day) => ({ day, by: row.cover_active ? lookerAfter(rows, row.user_id, day) : null }))
    const other = lookers.find(({ by }) => by !== null && by !== row.cover_id)
    return {
      ...row,
      away: other ? { from: other.day, by: names.get(other.by!) ?? '' } : null,
      nobody: lookers.find(({ by }) => by === null)?.day ?? null,
    }
  })
}

/** That the stand-in is away some of those days, or that one stands in for somebody oneself, is said as it is saved. */
function saidOf(before: Away[], mine: Away, people: { id: number; name: string }[]): NonNullable<Saved['said']> {
  const nameOf = (id: number | null) => people.find((each) => each.id === id)?.name ?? ''
  const after = [...before, mine]
  const day = turningDays(after, mine).find((each) => lookerAfter(after, mine.user_id, each) !== mine.cover_id)
  if (day !== undefined) {
    const params = { cover: nameOf(mine.cover_id), day, name: nameOf(lookerAfter(after, mine.user_id, day)) }
    return ['Frånvaron är sparad. {cover} är också borta från {day}. Då tar {name} hand om ärendena.', params]
  }
  const whose = before.find(
    (row) => row.cover_id === mine.user_id && row.from_on <= mine.to_on && row.to_on >= mine.from_on,
  )
  return whose
    ? [
        'Frånvaron är sparad. Under tiden vikarierar {cover} för {name} också.',
        { cover: nameOf(mine.cover_id), name: nameOf(whose.user_id) },
      ]
    : 'Frånvaron är sparad.'
}

/** Of how many colleagues nobody looks after the cases today. */
export async function listLeft(tx: Tx): Promise<string[]> {
  const today = localDate(tx.now)
  return withStandIns(await listAbsences(tx))
    .filter((row) => row.from_on <= today && row.nobody !== null && row.nobody <= today)
    .map(({ name }) => name)
}

/** Those that are now or to come. */
async function listAbsences(tx: Tx): Promise<Listed[]> {
  return tx('absences as a')
    .join('users as u', 'u.id', 'a.user_id')
    .join('users as c', 'c.id', 'a.cover_id')
    .where('a.to_on', '>=', localDate(tx.now))
    .orderBy(['a.from_on', 'a.id'])
    .limit(200)
    .select(
      'a.id',
      'a.user_id',
      'a.cover_id',
      'a.from_on',
      'a.to_on',
      'u.name',
      'c.name as cover_name',
      'c.active as cover_active',
    )
}
