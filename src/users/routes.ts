import { z } from 'zod'
import { countUse } from '../web/rateLimits.ts'
import { asActor, asSystem, type Tx } from '../db/actor.ts'
import { permissionSets, SETS } from '../domain/rights.ts'
import { showPhone } from '../domain/forms/identifiers/phone.ts'
import { changeAddress } from '../sign-in/accounts/address.ts'
import { changeName } from '../sign-in/accounts/names.ts'
import { formPage, type Asked } from '../web/formPage.ts'
import { partyOf } from '../web/guards.ts'
import { newKey } from '../web/once.ts'
import { routes } from '../web/routes.ts'
import { render } from '../web/views.ts'
import { createUser, tellOfNew, tellOwnersOfNew } from './create.ts'
import { Created, Edited, PersonPath, USERS } from './forms.ts'
import { importUsers } from './import.ts'
import { leave } from './leave.ts'
import { getPerson, openCasesOf, listPeople, PEOPLE_PER_PAGE, type Admin, type Person, PLACE } from './queries.ts'
import { freeUsername } from './username.ts'
import { asksProof } from '../sign-in/accounts/recentProof.ts'
import { changeUser } from './change.ts'
import { deeds } from './deeds.ts'
import { history } from './history.ts'
import { readCursor, writeCursor } from '../web/cursors.ts'

/** People of the own tenant, for its administrator. */
export const users = routes(USERS, { proof: asksProof() })

const ListQuery = z.object({
  q: z.string().trim().max(100).catch(''),
})

users.get('/', { support: true }, async (req, res) => {
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

users.use(importUsers, history)

const ADDED = '{name} är upplagd med användarnamnet {username}.'
const INVITED = '{name} är upplagd med användarnamnet {username}. Inloggningsuppgifterna är mejlade till {email}.'

users.form(
  '/new',
  {},
  formPage({
    actor: partyOf,
    view: 'users/edit',
    schema: Created,
    load: () => null,
    draw: drawPerson,
    check: async ({ actor }, wanted) => {
      if (lacksSets(actor, wanted)) return { errors: { permission_sets: 'Välj minst en behörighet.' } }
      const tenant = `${actor.side} ${actor.ownerId ?? actor.companyId}`
      const tooMany = (await countUse('create-user', tenant, 200, 3600)) > 0
      return tooMany ? { errors: { username: 'För många försök. Vänta en timme.' } } : null
    },
    save: async ({ tx, actor, req, base, t }, wanted) => {
      const { username: typed, name } = wanted
      // A name that is taken is told of whoever has it, and reserved ones in the same words: so that trying many gives little.
      const free = typed === '' ? '' : await freeUsername(tx, typed)
      if (free !== typed) {
        return { errors: { username: t('Användarnamnet går inte att använda. Ledigt: {name}', { name: free }) } }
      }
      const username = await createUser(tx, actor, wanted, req)
      const alike = await tellOfNew(tx, actor, [{ name, username }], req)
      const after = () => tellOwnersOfNew(actor, [{ name, username }])
      const other = alike[0]?.other
      return other === undefined
        ? { to: base, said: [wanted.invite ? INVITED : ADDED, { name, username, email: wanted.email }], after }
        : { to: base, said: [ALIKE, { name, username, other }], after }
    },
  }),
)

users.form(
  '/:id',
  { support: true },
  formPage({
    actor: partyOf,
    view: 'users/edit',
    repeatable: true,
    schema: Edited,
    load: ({ tx, req }) => getPerson(tx, PersonPath.parse(req.params).id),
    values: ({ name, email, phone, locale, is_admin, permission_sets }) => ({
      name,
      email: email ?? '',
      phone: phone ? showPhone(phone) : '',
      locale,
      is_admin: is_admin ? 'ja' : '',
      permission_sets,
    }),
    draw: drawPerson,
    save: async ({ tx, actor, req, base, t }, wanted, before) => {
      const held = await heldBy(tx, actor, before, wanted)
      if (held > 0) {
        const said = t('Lämna först över {n} öppet ärende.|Lämna först över {n} öppna ärenden.', { n: held })
        return { errors: { permission_sets: said } }
      }
      if (lacksSets(actor, wanted)) return { errors: { permission_sets: 'Välj minst en behörighet.' } }
      if (await changeUser(tx, req, actor, before, wanted)) {
        return { errors: { is_admin: 'Det måste finnas minst en administratör.' } }
      }
      return {
        to: before.id === actor.userId ? '/' : base,
        said: 'Uppgifterna är sparade.',
        after: async () => {
          if (before.email === wanted.email && before.name === wanted.name) return
          await asSystem('auth', async (auth) => {
            const by = before.id === actor.userId ? {} : { by: actor }
            await changeName(auth, before.id, wanted.name, { req, ...by })
            await changeAddress(auth, before.id, wanted.email, { req, by: actor })
          })
        },
      }
    },
  }),
)

const ALIKE = '{name} är upplagd med användarnamnet {username}. Namnet kan förväxlas med {other}.'

/** How many open cases a handläggare would leave who is to be one no longer. */
async function heldBy(tx: Tx, actor: Admin, before: Person, wanted: Rights): Promise<number> {
  const decides = ({ is_admin, permission_sets }: Rights) => is_admin || permission_sets.includes('H')
  if (actor.side !== 'owner' || !decides(before) || decides(wanted)) return 0
  return (await openCasesOf(tx, actor, before.id)).count
}

type Rights = Pick<Person, 'is_admin' | 'permission_sets'>

/** An administrator has every right; anybody else of a network owner needs one to be there at all. */
function lacksSets(actor: Admin, person: Rights): boolean {
  return actor.side === 'owner' && !person.is_admin && person.permission_sets.length === 0
}

users.use(deeds, leave)

function drawPerson({ actor, base, t }: Asked<Admin>, person: Person | null) {
  return {
    title: person ? person.name : t('Ny användare'),
    side: actor.side,
    base,
    person,
    me: actor.userId,
    sets: permissionSets.map((value) => ({ value, ...SETS[value] })),
  }
}
