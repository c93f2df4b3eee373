import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { moveAddress, movesFor, moves, TRANSITIONS } from '../../src/domain/workflow/status.ts'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import {
  can,
  type PermissionSet,
  isFitter,
  mayMark,
  MARK_RIGHTS,
  permissionSets,
  type Mover,
} from '../../src/domain/rights.ts'
import type { Actor } from '../../src/db/actor.ts'
import { startOf } from '../../src/profile/startPages.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, hidden, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { DECLARED, may } from '../tenancy/declared.ts'

const mover = (...sets: PermissionSet[]): Mover => ({ side: 'owner', isAdmin: false, sets })
const mayOpen = (person: Mover, path: string, method = 'GET') => may(person as Actor, path, method) ?? false
const nobody: Mover = { side: 'owner', isAdmin: false, sets: [] }

describe('the table of rights', () => {
  test('the address of a move takes the right that the move takes', () => {
    for (const move of moves.filter((each) => TRANSITIONS[each].by.includes('owner'))) {
      const { right = 'decide', form, admin } = TRANSITIONS[move]
      if (form === 'newCase') continue
      const page = DECLARED.find(({ method, path }) => method === 'POST' && path === moveAddress(':ref', move))
      expect([page?.for, page?.right], move).toEqual(admin ? ['ownerAdmin', 'none'] : ['owner', right])
      for (const set of permissionSets) {
        const person = { side: 'owner', isAdmin: false, sets: [set] } as const
        const address = moveAddress('NEL-2027-000001', move)
        expect(mayOpen(person, address, 'POST'), `${set} ${address}`).toBe(!admin && can(person, right))
      }
    }
  })

  test('lets only handläggare make the owner’s moves; beredning and kundservice mark, the others nothing', () => {
    const open = (person: Mover) =>
      moves.filter((move) =>
        (['submitted', 'consented', 'completed', 'closed', 'cancelled'] as const).some((status) =>
          (['F', 'D', 'G'] as const).some((flow) => movesFor(person, { status, flow }).includes(move)),
        ),
      )
    const owners = moves.filter((move) => (TRANSITIONS[move].by as readonly string[]).includes('owner'))
    expect(open(mover('H'))).toEqual(owners.filter((move) => !TRANSITIONS[move].admin && move !== 'register'))
    expect(open(mover('B'))).toEqual(['mark'])
    expect(open(mover('K'))).toEqual(['mark'])
    expect(open(mover('M'))).toEqual([])
    expect(open(mover('L'))).toEqual([])
    expect(open(nobody)).toEqual([])
    expect(open(mover('L', 'H'))).toEqual(open(mover('H')))
    expect(open({ side: 'owner', isAdmin: true, sets: ['L'] })).toEqual(owners.filter((move) => move !== 'register'))
  })

  test('gives each symbol to those it belongs to', () => {
    const marks = Object.keys(MARK_RIGHTS) as (keyof typeof MARK_RIGHTS)[]
    const of = (...sets: PermissionSet[]) => marks.filter((mark) => mayMark(mover(...sets), mark))
    expect(of('H')).toEqual(marks)
    expect(of('B')).toEqual(['preparation', 'documented'])
    expect(of('K')).toEqual(['customer_service'])
    expect([...of('M'), ...of('L')]).toEqual([])
    expect(mayMark({ side: 'installer', isAdmin: true }, 'documented')).toBe(false)
  })

  test('is closed where it says nothing, and opens only what lies under an address', () => {
    for (const set of permissionSets.filter((each) => each !== 'H')) {
      expect(mayOpen(mover(set), '/owner/companies/3')).toBe(set === 'A')
      for (const path of ['/owner', '/owner/users', '/owner/something-new', '/something-new']) {
        expect(mayOpen(mover(set), path), `${set} ${path}`).toBe(false)
      }
      expect(mayOpen(mover(set), '/profile/password')).toBe(true)
    }
    expect(mayOpen(mover('L'), '/cases/NEL-2027-000001/Orders/new')).toBe(false)
    expect(mayOpen(mover('L'), '/casesand')).toBe(false)
    expect(mayOpen(mover('M'), '/owner/ordersandmore')).toBe(false)
    expect(mayOpen(nobody, '/cases')).toBe(false)
    expect(mayOpen({ side: 'installer', isAdmin: true }, '/owner/preparation')).toBe(false)
    expect(mayOpen({ side: 'operator', isAdmin: true }, '/owner/orders')).toBe(false)
  })

  test('begins where there is work', () => {
    const from = (person: Mover) => (path: string) => mayOpen(person, path)
    expect(permissionSets.map((set) => startOf(from(mover(set)), '/inbox'))).toEqual([
      '/inbox',
      '/owner/preparation',
      '/owner/service',
      '/owner/orders',
      '/cases',
      '/owner/companies',
    ])
    expect(startOf(from(mover('B')), '/archive')).toBe('/archive')
    expect(startOf(from(nobody), '/inbox')).toBe('/profile')
    expect([isFitter(mover('M')), isFitter(mover('M', 'L')), isFitter(nobody)]).toEqual([true, false, false])
  })
})

describe('over HTTP', () => {
  let db: TestDatabase
  let address: string
  let kase: CaseRow
  const clients = new Map<PermissionSet, Client>()
  const PEOPLE: Record<PermissionSet, string> = {
    H: 'eva.nordin',
    B: 'britt.olsson',
    K: 'kerstin.lund',
    M: 'mats.strand',
    L: 'lars.wik',
    A: 'johan.ek',
  }
  beforeAll(async () => {
    db = await testDatabase()
    await db
      .owner('users')
      .where({ username: 'johan.ek' })
      .update({ permission_sets: ['A'] })
    address = (await testServer()).address
    const { amir } = actorsOf(db.world)
    kase = await aCase.send(amir, await aCase(amir, 'NY01', { note: 'Tolvans hemlighet' }))
    for (const set of permissionSets) clients.set(set, await new Client(address).signIn(PEOPLE[set]))
  })

  // Each page and who may read it; what is not named for a set is refused.
  const PAGES: [path: string, sets: string][] = [
    ['/inbox', 'H'],
    ['/cases', 'HBKL'],
    ['/archive', 'HBKL'],
    ['/search?q=tolvan', 'HBKL'],
    ['/cases/:ref', 'HBKL'],
    ['/cases/:ref/print', 'HBKL'],
    ['/cases/:ref/log', 'HBKL'],
    ['/cases/:ref/notes/new', 'HBK'],
    ['/cases/:ref/orders/new', 'H'],
    ['/cases/:ref/cancel', 'H'],
    ['/cases/:ref/hold', 'H'],
    ['/owner/preparation', 'HB'],
    ['/owner/service', 'HK'],
    ['/owner/orders', 'HM'],
    ['/owner/register', 'H'],
    ['/owner/companies', 'A'],
    ['/owner/users', ''],
    ['/owner/teams', ''],
    ['/profile', 'HBKMLA'],
    ['/profile/history', 'HBKMLA'],
    ['/symbols', 'HBKMLA'],
  ]
  test.each(PAGES)('GET %s is for %s', async (path, sets) => {
    for (const [set, client] of clients) {
      const { status } = await client.get(path.replace(':ref', kase.ref))
      expect(status, `${set} ${path}`).toBe(sets.includes(set) ? 200 : 403)
    }
  })

  const POSTS: [path: string, sets: string][] = [
    ['/cases/:ref/assign', 'H'],
    ['/cases/:ref/approve', 'H'],
    ['/cases/:ref/reject', 'H'],
    ['/cases/:ref/cancel', 'H'],
    ['/cases/:ref/hold', 'H'],
    ['/cases/:ref/mark', 'HBK'],
    ['/cases/:ref/notes', 'HBK'],
    ['/cases/:ref/attachments', 'HBK'],
    ['/cases/:ref/orders', 'H'],
    ['/owner/preparation/:ref', 'HB'],
    ['/owner/preparation/:ref/network', 'HB'],
    ['/owner/service/:ref', 'HK'],
    ['/owner/orders/1', 'HM'],
    ['/owner/register', 'H'],
    ['/owner/register/form', 'H'],
    ['/owner/companies/admission', ''],
    ['/owner/companies/demands', ''],
    ['/owner/companies/register', ''],
    ['/owner/companies/check-limit', ''],
    ['/owner/companies/1/refuse', 'A'],
    ['/owner/users/new', ''],
    ['/owner/teams/new', ''],
  ]
  test.each(POSTS)('POST %s is for %s, and the others change nothing', async (path, sets) => {
    for (const set of permissionSets.filter((each) => !sets.includes(each))) {
      const form = { _key: randomBytes(18).toString('base64url'), _version: String(kase.version), comment: 'Försöker.' }
      const { status } = await clients.get(set)!.post(path.replace(':ref', kase.ref), form)
      expect(status, `${set} ${path}`).toBe(403)
    }
    const after = (await db.owner<CaseRow>('cases').where({ id: kase.id }).first())!
    expect([after.status, after.version, after.handler_id]).toEqual([kase.status, kase.version, null])
  })

  test('what is not one’s own to mark stays as it is, though it is posted', async () => {
    const { amir } = actorsOf(db.world)
    const other = await aCase.send(amir, await aCase(amir, 'NY01'))
    const page = await clients.get('B')!.get(`/cases/${other.ref}`)
    expect(page.body).toContain('name="preparation"')
    expect(page.body).not.toContain('name="invoicing"')
    await clients.get('B')!.post(`/cases/${other.ref}/mark`, {
      ...hidden(page.body),
      preparation: 'requested',
      invoicing: 'paid',
      customer_service: 'registered',
      documented: 'ja',
    })
    const after = (await db.owner<CaseRow>('cases').where({ id: other.id }).first())!
    expect([after.preparation, after.documented, after.invoicing, after.customer_service]).toEqual([
      'requested',
      true,
      null,
      null,
    ])
    // Reading and planning is not to have opened it: its installer may still take it back (T06).
    expect(after.seen_by_owner).toBe(false)
  })

  test('one who only reads sees the case and nothing to press', async () => {
    const { body } = await clients.get('L')!.get(`/cases/${kase.ref}`)
    expect(body).toContain(kase.number)
    expect(body).toContain('En handläggare granskar och beslutar.')
    expect(body).not.toContain('Din tur')
    for (const word of ['Godkänn', 'Ta ärende', 'Ny notering', 'Lägg till bilaga', 'Spara symboler', 'Ny arbetsorder'])
      expect(body, word).not.toContain(word)
    expect((await clients.get('L')!.get('/')).location).toBe('/cases')
  })

  test('menus hold what one may open, and nothing else', async () => {
    const menu = async (set: PermissionSet) => {
      const body = (await clients.get(set)!.get('/profile')).body
      return ['/inbox', '/cases', '/owner/preparation', '/owner/service', '/owner/orders'].filter((path) =>
        body.includes(`href="${path}"`),
      )
    }
    expect(await menu('H')).toEqual(['/inbox', '/cases', '/owner/preparation', '/owner/service', '/owner/orders'])
    expect(await menu('B')).toEqual(['/cases', '/owner/preparation'])
    expect(await menu('K')).toEqual(['/cases', '/owner/service'])
    expect(await menu('M')).toEqual(['/owner/orders'])
    expect(await menu('L')).toEqual(['/cases'])
  })

  test('the administrator gives and takes permissions; they count from the next page', async () => {
    const lena = await (await new Client(address).signIn('lena.frost')).proves()
    const id = db.world.users['lars.wik']!
    const lars = { name: 'Lars Wik', email: 'lars.wik@nel.example', phone: '070-174 06 17', locale: 'sv' }
    const at = `/owner/users/${id}`
    const none = await lena.post(at, lars)
    expect([none.status, none.body.includes('Välj minst en behörighet.')]).toEqual([422, true])
    expect((await lena.post(at, { ...lars, permission_sets: ['K', 'L', 'X'] })).status).toBe(303)
    expect((await clients.get('L')!.get('/owner/service')).status).toBe(200)
    expect((await lena.get('/owner/users')).body).toContain('Kundservice, Läsbehörighet')
    await lena.post(at, { ...lars, permission_sets: 'L' })
    expect((await clients.get('L')!.get('/owner/service')).status).toBe(403)
    const told: unknown = await db.owner('security_events').where({ user_id: id, event: 'rights-changed' }).count('*')
    expect(told).toEqual([{ count: 2 }])
    expect((await clients.get('L')!.get('/profile/history')).body).toContain('Behörigheten ändrades')
  })

  test('a montör changes their own name and number like anybody else', async () => {
    const page = await clients.get('M')!.get('/profile')
    const typed = { name: 'Mats Strand', phone: '070-174 06 99', locale: 'sv' }
    expect((await clients.get('M')!.submit('/profile', page, typed)).status).toBe(303)
    const row: unknown = await db.owner('users').where({ username: 'mats.strand' }).first('phone')
    expect(row).toEqual({ phone: '+46701740699' })
  })

  test('nobody gives themselves more than they have been given', async () => {
    const client = clients.get('L')!
    const page = await client.get('/profile')
    await client.submit('/profile', page, {
      name: 'Lars Wik',
      phone: '',
      locale: 'sv',
      start_page: '/cases',
      permission_sets: 'H',
      is_admin: 'ja',
    })
    const row: unknown = await db.owner('users').where({ username: 'lars.wik' }).first('permission_sets', 'is_admin')
    expect(row).toEqual({ permission_sets: ['L'], is_admin: false })
  })

  test('the last administrator of a network owner stays, also when two take the right from each other at once', async () => {
    const [lenas, evas] = [db.world.users['lena.frost']!, db.world.users['eva.nordin']!]
    const lena = await (await new Client(address).signIn('lena.frost')).proves()
    const about = (name: string, username: string) => ({
      name,
      email: `${username}@nel.example`,
      phone: '070-174 06 09',
      permission_sets: 'H',
    })
    const alone = await lena.post(`/owner/users/${lenas}`, about('Lena Frost', 'lena.frost'))
    expect(alone.body).toContain('Det måste finnas minst en administratör')
    const leaving = await lena.post(`/owner/users/${lenas}/leave`, { _key: 'k'.repeat(24), to: String(evas) })
    expect(leaving.body).toContain('Det måste finnas minst en administratör')
    await db.owner('users').where({ id: evas }).update({ is_admin: true })
    const eva = await (await new Client(address).signIn('eva.nordin')).proves()
    await Promise.all([
      lena.post(`/owner/users/${evas}`, about('Eva Nordin', 'eva.nordin')),
      eva.post(`/owner/users/${lenas}`, about('Lena Frost', 'lena.frost')),
    ])
    const left = await db.owner('users').where({ owner_id: db.world.owners.NEL, is_admin: true, active: true })
    expect(left).toHaveLength(1)
  })
})
