/** The letter of each permission set, as the database keeps it. */
export type PermissionSet = 'H' | 'B' | 'K' | 'M' | 'L' | 'A'

/** The permission sets a network owner gives its people (docs/domain.md 6); one person may have several. */
export const SETS: Record<PermissionSet, { label: string; help: string }> = {
  H: { label: 'Handläggare', help: 'Handlägger ärenden: beslutar, sätter symboler, skapar arbetsorder, registrerar.' },
  B: { label: 'Beredning', help: 'Läser alla ärenden och arbetar i listan Beredning.' },
  K: { label: 'Kundservice', help: 'Läser alla ärenden och arbetar i listan Kundservice.' },
  M: { label: 'Montör', help: 'Ser bara de arbetsorder som personen själv har fått, och rapporterar dem.' },
  L: { label: 'Läsbehörighet', help: 'Läser alla ärenden och ändrar ingenting.' },
  A: { label: 'Ansökningar', help: 'Svarar på företagens ansökningar och kan spärra företag.' },
}
export const permissionSets = Object.keys(SETS) as PermissionSet[]

export type Right =
  'read' | 'note' | 'attach' | 'mark' | 'decide' | 'prepare' | 'serve' | 'dispatch' | 'report' | 'register' | 'admit'

/** What each set may do. Moves, symbols, menus and pages (web/routes.ts) ask here; what is not here is closed. */
export const RIGHTS: Record<PermissionSet, readonly Right[]> = {
  H: ['read', 'note', 'attach', 'mark', 'decide', 'prepare', 'serve', 'dispatch', 'report', 'register'],
  B: ['read', 'note', 'attach', 'mark', 'prepare'],
  K: ['read', 'note', 'attach', 'mark', 'serve'],
  M: ['report'],
  L: ['read'],
  // Of itself no case: given to a handläggare beside H.
  A: ['admit'],
}

/** Whose each symbol set by hand is to set (docs/domain.md 5). */
export const MARK_RIGHTS = {
  preparation: ['H', 'B'],
  documented: ['H', 'B'],
  customer_service: ['H', 'K'],
  invoicing: ['H'],
  transformer_by_hand: ['H'],
} as const satisfies Record<string, readonly PermissionSet[]>
export type Markable = keyof typeof MARK_RIGHTS

/** Whoever acts, as far as rights go: a signed-in person, or the platform itself. */
export interface Mover {
  side: 'installer' | 'owner' | 'operator' | 'system'
  isAdmin: boolean
  /** Of a network owner's people. */
  sets?: readonly PermissionSet[]
  /** Of an API key: what its scopes give (domain/scopes.ts), and nothing else. */
  rights?: readonly Right[]
}

/** An installer may read and add to what is theirs; an owner's administrator has all that a handläggare has. */
export function can({ side, isAdmin, sets = [], rights }: Mover, right: Right): boolean {
  if (rights) return rights.includes(right)
  if (side === 'installer') return right === 'read' || right === 'note' || right === 'attach'
  return side === 'owner' && (isAdmin || sets.some((set) => RIGHTS[set].includes(right)))
}

export function mayMark({ side, isAdmin, sets = [], rights }: Mover, mark: Markable): boolean {
  if (side === 'system') return true
  if (rights) return side === 'owner' && rights.includes('mark')
  const allowed: readonly PermissionSet[] = MARK_RIGHTS[mark]
  return side === 'owner' && (isAdmin || sets.some((set) => allowed.includes(set)))
}

/** Who is montör and nothing else: the database itself shows them their own orders alone (role app_fitter). */
export function isFitter({ side, isAdmin, sets = [] }: Mover): boolean {
  return side === 'owner' && !isAdmin && sets.length > 0 && sets.every((set) => set === 'M')
}
