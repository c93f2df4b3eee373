import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import { localDate } from '../domain/calendar/workdays.ts'
import { listColleagues } from '../cases/workflow/queries.ts'
import { asActor, type OwnerActor, type Tx } from '../db/actor.ts'
import { day } from '../web/cursors.ts'
import { NotFound } from '../web/errors.ts'
import { flash } from '../web/flash.ts'
import { emptyForm, readForm } from '../web/forms.ts'
import { ownerSideOf } from '../web/guards.ts'
import { id } from '../web/ids.ts'
import { keyOf, newKey, once } from '../web/once.ts'
import type { Form } from '../web/pages.ts'
import { render } from '../web/views.ts'
import type { AbsenceRow } from './views.ts'

/** Who is away and who looks after their cases: one's own, and for an administrator everybody's. /inbox/absence */
export const absence = Router()

const Absence = z
  .object({
    user: id('Välj vem som är borta.').optional(),
    cover: id('Välj en kollega.'),
    from: day(),
    to: day(),
  })
  .refine(({ from, to }) => to >= from, { path: ['to'], message: 'Sista dagen kan inte vara före den första.' })

const AbsencePath = z.object({ id: id() })

absence.get('/', (req, res) => showPage(req, res, emptyForm))

absence.post('/', async (req, res) => {
  const actor = ownerSideOf(req)
  const input = readForm(Absence, req.body)
  if (!input.ok) return showPage(req, res.status(422), input.form)
  const { cover, from, to } = input.data
  // Whom it is about is an administrator's choice; everybody else speaks for themselves.
  const user = actor.isAdmin ? (input.data.user ?? actor.userId) : actor.userId
  const wrong = await asActor(actor, async (tx): Promise<Form['errors'] | null> => {
    const people = (await listColleagues(tx, actor)).map(({ id }) => id)
    if (!people.includes(user)) return { user: 'Välj vem som är borta.' }
    if (!people.includes(cover) || cover === user) return { cover: 'Välj en kollega.' }
    if (to < localDate(tx.now)) return { to: 'Dagen har redan varit.' }
    const row = { user_id: user, cover_id: cover, from_on: from, to_on: to }
    await once(tx, actor, keyOf(req), async () => {
      await tx('absences').insert(row)
      return '/inbox/absence'
    })
    return null
  })
  if (wrong) return showPage(req, res.status(422), { values: req.body as Form['values'], errors: wrong })
  flash(res, 'success', 'Frånvaron är sparad.')
  res.redirect(303, '/inbox/absence')
})

absence.post('/:id/delete', async (req, res) => {
  const { id } = AbsencePath.parse(req.params)
  const actor = ownerSideOf(req)
  const gone = await asActor(actor, (tx) =>
    tx('absences')
      .where({ id, ...(!actor.isAdmin && { user_id: actor.userId }) })
      .delete(),
  )
  if (gone === 0) throw new NotFound()
  flash(res, 'success', 'Frånvaron är borttagen.')
  res.redirect(303, '/inbox/absence')
})

async function showPage(req: Request, res: Response, form: Form): Promise<void> {
  const actor = ownerSideOf(req)
  const page = await asActor(actor, async (tx) => ({
    rows: await listAbsences(tx),
    people: await listColleagues(tx, actor),
    today: localDate(tx.now),
  }))
  const me: OwnerActor = actor
  await render(res, 'inbox/absence', {
    title: res.locals.t('Frånvaro'),
    rows: page.rows.map((row) => ({ ...row, mine: me.isAdmin || row.user_id === me.userId })),
    people: page.people,
    today: page.today,
    form,
    key: newKey(),
  })
}

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
