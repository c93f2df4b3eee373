import { expect, test } from 'vitest'
import type { Actor } from '../../src/db/actor.ts'
import type { PermissionSet } from '../../src/domain/rights.ts'
import { declare, routes } from '../../src/web/routes.ts'

const person = { userId: 1, username: 'x', name: 'X', locale: 'sv', isAdmin: false, tenantName: 'X' } as const
const installer: Actor = { ...person, side: 'installer', companyId: 1, ownerId: null }
const owner = (...sets: PermissionSet[]): Actor => ({ ...person, side: 'owner', companyId: null, ownerId: 1, sets })
const operator: Actor = { ...person, side: 'operator', companyId: null, ownerId: null }
const support = { accessId: 1, until: new Date(0) }

const nothing = () => undefined
const rooms = [
  routes('/cases', { for: 'party', right: 'read' })
    .get('/new', { for: 'installer' }, nothing)
    .get('/:ref', { support: true }, nothing)
    .get('/:ref/notes', { right: 'note' }, nothing),
  routes({ '/company/people': { for: 'installerAdmin' }, '/owner/people': { for: 'ownerAdmin' } }).get(
    '/',
    {},
    nothing,
  ),
]
const { may, list } = declare(rooms)

test('a page is for whom it is declared, by the first address that fits', () => {
  expect(may(installer, '/cases/new')).toBe(true)
  expect(may(owner('H'), '/cases/new')).toBe(false)
  expect([installer, owner('L'), owner('M'), operator].map((actor) => may(actor, '/cases/NEL-1'))).toEqual([
    true,
    true,
    false,
    false,
  ])
  expect(may(owner('L'), '/Cases/NEL-1/NOTES/')).toBe(false)
  expect(may(owner('K'), '/cases/NEL-1/notes')).toBe(true)
  expect(may({ ...owner('H'), isAdmin: true }, '/owner/people')).toBe(true)
  expect(may({ ...owner('H'), isAdmin: true }, '/company/people')).toBe(false)
  expect(may(installer, '/company/people')).toBe(false)
  expect(may(owner('H'), '/casesand')).toBeUndefined()
})

test('who gives support may read what is declared to be open to them, and nothing else', () => {
  expect(may({ ...owner('H'), support }, '/cases/NEL-1')).toBe(true)
  expect(may({ ...owner('H'), support }, '/cases/NEL-1/notes')).toBe(false)
})

test('what is open to support is read, and written only where the post itself says so', () => {
  const room = routes('/x', { for: 'self', proof: 'none', support: true })
  const form = { show: nothing, save: nothing }
  const pages = room
    .form('/form', { support: true }, form)
    .post('/out', { support: true }, nothing)
    .post('/', {}, nothing)
  expect(pages.pages().map(({ method, path, support: open }) => [method, path, open])).toEqual([
    ['GET', '/x/form', true],
    ['POST', '/x/form', false],
    ['POST', '/x/out', true],
    ['POST', '/x', false],
  ])
})

test('a room with two sides has every page at both', () => {
  expect(list.slice(-2).map(({ path, for: whom }) => [path, whom])).toEqual([
    ['/company/people', 'installerAdmin'],
    ['/owner/people', 'ownerAdmin'],
  ])
})

test('a page that does not say whom it is for, its right, or whether it asks for a proof ends the start', () => {
  expect(() => routes('/x').get('/', {}, nothing)).toThrow('GET /x does not say whom it is for')
  expect(() => routes('/x', { for: 'owner' }).get('/y', {}, nothing)).toThrow(
    'GET /x/y does not say which right it takes',
  )
  expect(() => routes('/x', { for: 'self' }).post('/', {}, nothing)).toThrow(
    'does not say whether it asks for a recent proof',
  )
})
