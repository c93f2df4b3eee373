import { can, type Mover, type Right } from './rights.ts'
import { moveAddress, moves, TRANSITIONS } from './workflow/status.ts'

type PageRight = readonly [under: string, read: Right | 'self', write: Right | 'self']

/** Moves that take another right than to decide, each at its own address. */
const MOVES = moves.flatMap((move): PageRight[] => {
  const { right, form } = TRANSITIONS[move]
  return right === undefined || form === 'newCase' ? [] : [[moveAddress(':ref', move), right, right]]
})

/** What it takes to read a page of the owner's side, and to post to it. The first that fits counts; 'self': everybody. */
const PAGES: readonly PageRight[] = [
  ['/profile', 'self', 'self'],
  ['/symbols', 'self', 'self'],
  ['/cases/:ref/notes', 'note', 'note'],
  ['/cases/:ref/attachments', 'read', 'attach'],
  ...MOVES,
  // One's own deed: who may mark may take back what they marked.
  ['/cases/:ref/undo', 'mark', 'mark'],
  ['/cases/:ref/presence', 'read', 'read'],
  ['/cases/:ref/orders', 'dispatch', 'dispatch'],
  ['/cases', 'read', 'decide'],
  ['/archive', 'read', 'decide'],
  ['/search', 'read', 'read'],
  ['/views', 'read', 'read'],
  ['/exports', 'read', 'read'],
  ['/templates', 'read', 'decide'],
  ['/owner/statistics', 'read', 'decide'],
  ['/owner/preparation', 'prepare', 'prepare'],
  ['/owner/service', 'serve', 'serve'],
  ['/owner/orders', 'report', 'report'],
  ['/owner/register', 'register', 'register'],
  ['/owner/companies', 'admit', 'admit'],
]

/** Only the owner's people are narrowed by sets; which pages are for whose kind the guards of each route say. */
export function mayOpen(person: Mover, path: string, how: 'read' | 'write' = 'read'): boolean {
  // Express takes /Cases for /cases.
  const asked = path.toLowerCase()
  if (person.side !== 'owner') return !/^\/owner(\/|$)/.test(asked)
  if (asked === '/') return how === 'read'
  const [, read, write] = PAGES.find(([under]) => lies(asked, under)) ?? [null, 'decide', 'decide']
  const right = how === 'read' ? read : write
  return right === 'self' || can(person, right)
}

/** '/cases/NEL-2027-000001/notes/new' lies under '/cases/:ref/notes'. */
function lies(path: string, under: string): boolean {
  const parts = path.split('/')
  return under.split('/').every((part, at) => (part.startsWith(':') ? parts[at] !== undefined : part === parts[at]))
}

const WORK = ['/inbox', '/owner/preparation', '/owner/service', '/owner/orders', '/cases', '/owner/companies']

/** The page one begins at: what one has chosen, or the first list where one has work. */
export function startOf(person: Mover, chosen: string): string {
  if (mayOpen(person, chosen.split('?')[0]!)) return chosen
  return WORK.find((path) => mayOpen(person, path)) ?? '/profile'
}
