import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import { countUse } from '../sign-in/accounts/throttle.ts'
import { asActor } from '../db/actor.ts'
import { type PermissionSet, permissionSets, SETS } from '../domain/rights.ts'
import { showPhone } from '../domain/forms/identifiers/phone.ts'
import { flash } from '../web/flash.ts'
import { emptyForm, readForm } from '../web/forms.ts'
import { partyOf } from '../web/guards.ts'
import { keyOf, newKey, once } from '../web/once.ts'
import type { Form } from '../web/pages.ts'
import { render } from '../web/views.ts'
import { createUser, tellOfNew } from './create.ts'
import { Created, Edited, PersonPath } from './forms.ts'
import { importUsers } from './import.ts'
import { leave } from './leave.ts'
import { getPerson, openCasesOf, listPeople, PEOPLE_PER_PAGE, type Admin, type Person, PLACE } from './queries.ts'
import { freeUsername } from './username.ts'
import { asksProof } from '../sign-in/accounts/recentProof.ts'
import { changeUser } from './change.ts'
import { deeds } from './deeds.ts'
import { history } from './history.ts'
import { readCursor, writeCursor } from '../web/cursors.ts'

/** People of the own tenant, for its administrator: /company/users and /owner/users */
export const users = Router()

const ListQuery = z.object({
  q: z.string().trim().max(100).catch(''),
})

users.get('/', async (req, res) => {
  const actor = partyOf(req)
  const { q } = ListQuery.parse(req.query)
  const after = readCursor(req.query['after'], ...PLACE)
  const rows = await asActor(actor, (tx) => listPeople(tx, actor, q, after))
  const last = rows.length > PEOPLE_PER_PAGE ? rows[PEOPLE_PER_PAGE - 1]! : null
  await render(res, 'users/list', {
    title: res.locals.t('Användare'),
    side: actor.side,
    base: req.baseUrl,
    people: rows.slice(0, PEOPLE_PER_PAGE).map((row) => ({
      ...row,
      phone: row.phone && showPhone(row.phone),
      roles: actor.side === 'owner' ? row.permission_sets.map((set) => SETS[set].label) : ['Installatör'],
    })),
    q,
    after: last ? writeCursor([last.active, last.name, last.id]) : null,
    key: newKey(),
  })
})

users.use('/import', importUsers)
users.use('/history', history)

users.get('/new', async (req, res) => showForm(req, res, null, emptyForm))

users.post('/new', asksProof(), async (req, res) => {
  const actor = partyOf(req)
  const input = readForm(Created, req.body)
  if (!input.ok) return showForm(req, res.status(422), null, input.form)
  const again = (errors: Form['errors']) =>
    showForm(req, res.status(422), null, { values: { ...(req.body as Form['values']) }, errors })
  // A name that is taken is told of whoever has it, and reserved ones in the same words: so that trying many gives little.
  const tenant = `${actor.side} ${actor.ownerId ?? actor.companyId!}`
  if (lacksSets(actor, input.data)) return again({ permission_sets: 'Välj minst en behörighet.' })
  if ((await countUse('create-user', tenant, 200, 3600)) > 0)
    return again({ username: 'För många försök. Vänta en timme.' })
  const { username: typed, name } = input.data
  const free = typed === '' ? '' : await asActor(actor, (tx) => freeUsername(tx, typed))
  if (free !== typed) {
    const message = res.locals.t('Användarnamnet går inte att använda. Ledigt: {name}', { name: free })
    return again({ username: message })
  }
  let username = ''
  const location = await asActor(actor, (tx) =>
    once(tx, actor, keyOf(req), async () => {
      username = await createUser(tx, actor, input.data, req)
      await tellOfNew(tx, actor, [input.data.name], req)
      return req.baseUrl
    }),
  )
  flash(res, 'success', '{name} är upplagd med användarnamnet {username}.', { name, username })
  res.redirect(303, location)
})

users.get('/:id', async (req, res) => {
  const { id } = PersonPath.parse(req.params)
  const person = await asActor(partyOf(req), (tx) => getPerson(tx, id))
  const { name, email, phone, locale, is_admin, permission_sets } = person
  const values = {
    name,
    email: email ?? '',
    phone: phone ? showPhone(phone) : '',
    locale,
    is_admin: is_admin ? 'ja' : '',
    permission_sets,
  }
  await showForm(req, res, person, { values, errors: {} })
})

users.post('/:id', asksProof(), async (req, res) => {
  const actor = partyOf(req)
  const { id } = PersonPath.parse(req.params)
  const input = readForm(Edited, req.body)
  const before = await asActor(actor, (tx) => getPerson(tx, id))
  if (!input.ok) return showForm(req, res.status(422), before, input.form)
  const held = await heldBy(actor, before, input.data)
  if (held > 0) {
    const said = 'Lämna först över {n} öppet ärende.|Lämna först över {n} öppna ärenden.'
    const errors = { permission_sets: res.locals.t(said, { n: held }) }
    return showForm(req, res.status(422), before, { values: req.body as Form['values'], errors })
  }
  if (lacksSets(actor, input.data)) {
    const errors = { permission_sets: 'Välj minst en behörighet.' }
    return showForm(req, res.status(422), before, { values: req.body as Form['values'], errors })
  }
  const isLast = await changeUser(req, before, input.data)
  if (isLast) {
    const errors = { is_admin: 'Det måste finnas minst en administratör.' }
    return showForm(req, res.status(422), before, { values: req.body as Form['values'], errors })
  }
  flash(res, 'success', 'Uppgifterna är sparade.')
  res.redirect(303, id === actor.userId ? '/' : req.baseUrl)
})

/** How many open cases a handläggare would leave who is to be one no longer. */
async function heldBy(actor: Admin, before: Person, wanted: { is_admin: boolean; permission_sets: PermissionSet[] }) {
  const decides = ({ is_admin, permission_sets }: typeof wanted) => is_admin || permission_sets.includes('H')
  if (actor.side !== 'owner' || !decides(before) || decides(wanted)) return 0
  return asActor(actor, async (tx) => (await openCasesOf(tx, actor, before.id)).count)
}

/** An administrator has every right; anybody else of a network owner needs one to be there at all. */
function lacksSets(actor: Admin, person: { is_admin: boolean; permission_sets: PermissionSet[] }): boolean {
  return actor.side === 'owner' && !person.is_admin && person.permission_sets.length === 0
}

users.use(deeds)
users.use(leave)

async function showForm(req: Request, res: Response, person: Person | null, form: Form): Promise<void> {
  const actor = partyOf(req)
  await render(res, 'users/edit', {
    title: person ? person.name : res.locals.t('Ny användare'),
    side: actor.side,
    base: req.baseUrl,
    person,
    me: actor.userId,
    sets: permissionSets.map((value) => ({ value, ...SETS[value] })),
    form,
    key: newKey(),
  })
}
