import { z } from 'zod'
import { localDate } from '../domain/calendar/workdays.ts'
import { listColleagues } from '../cases/workflow/queries.ts'
import { asActor, type Tx } from '../db/actor.ts'
import { NotFound } from '../web/errors.ts'
import { flash } from '../web/flash.ts'
import { formPage } from '../web/formPage.ts'
import { ownerSideOf } from '../web/guards.ts'
import { writtenDay } from '../web/forms.ts'
import { id } from '../web/ids.ts'
import { routes } from '../web/routes.ts'
import type { AbsenceRow } from './views.ts'

/** Who is away and who looks after their cases: one's own, and for an administrator everybody's. /inbox/absence */
export const absence = routes('/inbox/absence', {
  for: 'owner',
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
    actor: ownerSideOf,
    view: 'inbox/absence',
    schema: Absence,
    load: () => null,
    draw: async ({ tx, actor, t }) => ({
      title: t('Frånvaro'),
      rows: (await listAbsences(tx)).map((row) => ({ ...row, mine: actor.isAdmin || row.user_id === actor.userId })),
      people: await listColleagues(tx, actor),
      today: localDate(tx.now),
    }),
    save: async ({ tx, actor, base }, { user: wanted, cover, from, to }) => {
      // Whom it is about is an administrator's choice; everybody else speaks for themselves.
      const user = actor.isAdmin ? (wanted ?? actor.userId) : actor.userId
      const people = (await listColleagues(tx, actor)).map(({ id }) => id)
      if (!people.includes(user)) return { errors: { user: 'Välj vem som är borta.' } }
      if (!people.includes(cover) || cover === user) return { errors: { cover: 'Välj en kollega.' } }
      if (to < localDate(tx.now)) return { errors: { to: 'Dagen har redan varit.' } }
      await tx('absences').insert({ user_id: user, cover_id: cover, from_on: from, to_on: to })
      return { to: base, said: 'Frånvaron är sparad.' }
    },
  }),
)

absence.post('/:id/delete', {}, async (req, res) => {
  const { id } = AbsencePath.parse(req.params)
  const actor = ownerSideOf(req)
  const gone = await asActor(actor, (tx) =>
    tx('absences')
      .where({ id, ...(!actor.isAdmin && { user_id: actor.userId }) })
      .delete(),
  )
  if (gone === 0) throw new NotFound()
  flash(res, 'success', 'Frånvaron är borttagen.')
  res.redirect(303, req.baseUrl)
})

/** Those that are now or to come. */
async function listAbsences(tx: Tx): Promise<Omit<AbsenceRow, 'mine'>[]> {
  return tx('absences as a')
    .join('users as u', 'u.id', 'a.user_id')
    .join('users as c', 'c.id', 'a.cover_id')
    .where('a.to_on', '>=', localDate(tx.now))
    .orderBy(['a.from_on', 'a.id'])
    .limit(200)
    .select('a.id', 'a.user_id', 'a.from_on', 'a.to_on', 'u.name', 'c.name as cover_name')
}
