import { Router, type Request, type RequestHandler, type Response } from 'express'
import { asActor } from '../db/actor.ts'
import { flash } from '../web/flash.ts'
import { emptyForm, readForm } from '../web/forms.ts'
import { ownerSideOf } from '../web/guards.ts'
import { keyOf, newKey, once } from '../web/once.ts'
import type { Form } from '../web/pages.ts'
import { render } from '../web/views.ts'
import { TeamForm, TeamPath } from './forms.ts'
import { getTeam, listTeams, saveTeam, type Chosen } from './queries.ts'

/** Who answers for which nätområden: /owner/teams */
export const teams = Router()

teams.get('/', async (req, res) => {
  const list = await asActor(ownerSideOf(req), listTeams)
  await render(res, 'teams/list', { title: res.locals.t('Team'), teams: list })
})

teams.get('/new', async (req, res) => showForm(req, res, null, emptyForm))

teams.get('/:team', async (req, res) => {
  const { team: id } = TeamPath.parse(req.params)
  const team = await asActor(ownerSideOf(req), (tx) => getTeam(tx, id))
  const values = { name: team.name, areas: team.areas.map(String), members: team.members.map(String) }
  await showForm(req, res, team, { values, errors: {} })
})

const save: RequestHandler = async (req, res) => {
  const actor = ownerSideOf(req)
  const id = req.path === '/new' ? null : TeamPath.parse(req.params).team
  const before = id === null ? null : await asActor(actor, (tx) => getTeam(tx, id))
  const input = readForm(TeamForm, req.body)
  if (!input.ok) return showForm(req, res.status(422), before, input.form)
  const { data } = input
  const saved = await asActor(actor, (tx) =>
    once(tx, actor, keyOf(req), async () => {
      if ((await saveTeam(tx, actor, id, data)) === null) throw new Taken()
      return req.baseUrl
    }),
  ).catch((error: unknown) => {
    if (error instanceof Taken) return null
    throw error
  })
  if (saved === null) {
    const errors = { name: 'Det finns redan ett team med det namnet.' }
    return showForm(req, res.status(422), before, { values: { ...(req.body as Form['values']) }, errors })
  }
  flash(res, 'success', 'Teamet är sparat.')
  res.redirect(303, saved)
}
teams.post('/new', save)
teams.post('/:team', save)

/** Another team has the name: nothing is written, and the form's one-time key is not used up. */
class Taken extends Error {}

teams.post('/:team/remove', async (req, res) => {
  const { team: id } = TeamPath.parse(req.params)
  await asActor(ownerSideOf(req), async (tx) => {
    await getTeam(tx, id)
    await tx('teams').where({ id }).delete()
  })
  flash(res, 'success', 'Teamet är borttaget. Ärendena ligger kvar hos sina handläggare.')
  res.redirect(303, req.baseUrl)
})

async function showForm(req: Request, res: Response, team: Chosen | null, form: Form): Promise<void> {
  const { areas, people } = await asActor(ownerSideOf(req), async (tx) => ({
    areas: (await tx('areas').orderBy('code').select('id', tx.raw(`code || ' ' || name as label`))) as Choice[],
    people: (await tx('users')
      .where({ active: true })
      .orderByRaw('name collate public.swedish')
      .select('id', 'name as label')) as Choice[],
  }))
  await render(res, 'teams/edit', {
    title: team ? team.name : res.locals.t('Nytt team'),
    team,
    areas,
    people,
    form,
    key: newKey(),
  })
}

interface Choice {
  id: number
  label: string
}
