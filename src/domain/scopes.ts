import type { Right } from './rights.ts'

interface ScopeRow {
  sides: readonly ('installer' | 'owner')[]
  label: string
  help: string
  /** What a key with it may do, as a person with the right may (rights.ts). */
  rights: readonly Right[]
  /** The moves that only an administrator makes. */
  admin?: true
}

/** What an API key may be given, like the permission sets of people. Each address of the API asks for one. */
const table = {
  'cases:read': {
    sides: ['installer', 'owner'],
    label: 'Läsa ärenden',
    help: 'Lista och läsa ärenden med uppgifter, noteringar och vad som går att göra.',
    rights: ['read'],
  },
  'cases:write': {
    sides: ['installer'],
    label: 'Skapa och skicka ärenden',
    help: 'Skapa utkast, fylla i, skicka, återkalla och avbryta.',
    rights: [],
  },
  'cases:decide': {
    sides: ['owner'],
    label: 'Besluta',
    help: 'Godkänna, avvisa, väntläge, tilldela och arkivera.',
    rights: ['decide'],
  },
  'cases:mark': {
    sides: ['owner'],
    label: 'Sätta symboler',
    help: 'Beredning, KIS, offert och faktura, dokumenterat.',
    rights: ['mark'],
  },
  'cases:admin': {
    sides: ['owner'],
    label: 'Administratörens beslut',
    help: 'Återta medgivande, återöppna och återuppta.',
    rights: ['decide'],
    admin: true,
  },
  'notes:write': {
    sides: ['installer', 'owner'],
    label: 'Skriva noteringar',
    help: 'I ärenden som nyckeln får läsa.',
    rights: ['note'],
  },
  'files:read': {
    sides: ['installer', 'owner'],
    label: 'Hämta bilagor',
    help: 'Lista och ladda ner filer.',
    rights: ['read'],
  },
  'files:write': {
    sides: ['installer', 'owner'],
    label: 'Bifoga filer',
    help: 'Ladda upp filer till ärenden.',
    rights: ['attach'],
  },
  'configuration:read': {
    sides: ['installer', 'owner'],
    label: 'Läsa konfiguration',
    help: 'Nätbolag, nätområden, jobbtyper och deras fält.',
    rights: [],
  },
} as const satisfies Record<string, ScopeRow>

export type Scope = keyof typeof table
export const SCOPES: Record<Scope, ScopeRow> = table
export const scopes = Object.keys(table) as Scope[]

export function scopesFor(side: 'installer' | 'owner'): Scope[] {
  return scopes.filter((scope) => SCOPES[scope].sides.includes(side))
}

/** Those of a list that there are: what an older version gave is not refused, and gives nothing. */
export const knownScopes = (given: readonly string[]): Scope[] => scopes.filter((scope) => given.includes(scope))

export function rightsOf(given: readonly Scope[]): Right[] {
  return [...new Set(given.flatMap((scope) => SCOPES[scope].rights))]
}
