import { asActor, type Tx } from '../db/actor.ts'
import { flash } from '../web/flash.ts'
import { formPage } from '../web/formPage.ts'
import { ownerSideOf } from '../web/guards.ts'
import { routes } from '../web/routes.ts'
import { render } from '../web/views.ts'
import { TeamForm, TeamPath } from './forms.ts'
import { getTeam, listTeams, saveTeam } from './queries.ts'
import type { Choice } from './views.ts'

/** Who answers for which nätområden. */
export const teams = routes('/owner/teams', {
  for: 'ownerAdmin',
  proof: 'who answers for which area; nobody gets in by it',
})

teams.get('/', {}, async (req, res) => {
  const list = await asActor(ownerSideOf(req), listTeams)
  await render(res, 'teams/list', { title: res.locals.t('Team'), teams: list })
})

const team = formPage({
  actor: ownerSideOf,
  view: 'teams/edit',
  schema: TeamForm,
  load: ({ tx, req }) => {
    const { team: id } = TeamPath.parse(req.params)
    return id === undefined ? null : getTeam(tx, id)
  },
  values: (before) =>
    before ? { name: before.name, areas: before.areas.map(String), members: before.members.map(String) } : {},
  draw: async ({ tx, t }, before) => ({
    title: before ? before.name : t('Nytt team'),
    team: before,
    ...(await listChoices(tx)),
  }),
  save: async ({ tx, actor, base }, wanted, before) => {
    const saved = await saveTeam(tx, actor, before?.id ?? null, wanted)
    if (saved === null) return { errors: { name: 'Det finns redan ett team med det namnet.' } }
    return { to: base, said: 'Teamet är sparat.' }
  },
})

teams.form('/new', {}, team)
teams.form('/:team', {}, team)

teams.post('/:team/remove', {}, async (req, res) => {
  const { team: id } = TeamPath.required().parse(req.params)
  await asActor(ownerSideOf(req), async (tx) => {
    await getTeam(tx, id)
    await tx('teams').where({ id }).delete()
  })
  flash(res, 'success', 'Teamet är borttaget. Ärendena ligger kvar hos sina handläggare.')
  res.redirect(303, req.baseUrl)
})

async function listChoices(tx: Tx): Promise<{ areas: Choice[]; people: Choice[] }> {
  return {
    areas: (await tx('areas').orderBy('code').select('id', tx.raw(`code || ' ' || name as label`))) as Choice[],
    people: (await tx('users')
      .where({ active: true })
      .orderByRaw('name collate public.swedish')
      .select('id', 'name as label')) as Choice[],
  }
}
