import type { SCOPES } from '../domain/scopes.ts'
import type { Page, WithForm } from '../web/pages.ts'
import type { Key } from './keys/queries.ts'

interface Place {
  side: 'installer' | 'owner'
  base: string
}
type ScopeWords = Pick<(typeof SCOPES)[keyof typeof SCOPES], 'label' | 'help'>

export interface Property {
  name: string
  type: string
  required: boolean
  text: string
}

/** One address of the API, as its page tells it. */
export interface OperationLine {
  id: string
  tag: string
  method: string
  path: string
  summary: string
  description: string
  scope: { name: string; label: string } | null
  parameters: Property[]
  body: { mediaType: string; properties: Property[] } | null
  answers: { status: string; text: string; schema: string | null }[]
}

declare module '../web/pages.ts' {
  interface Views {
    'api/docs': Page & {
      base: string
      calls: number
      groups: { name: string; id: string; operations: OperationLine[] }[]
    }
    'api/keys': Page & Place & { keys: Key[] }
    'api/new-key': WithForm &
      Place & {
        scopes: (ScopeWords & { value: string })[]
        lifetimes: readonly number[]
        people: { id: number; name: string }[]
      }
    'api/key': WithForm & Place & { apiKey: Key; scopes: ScopeWords[]; overlaps: readonly number[] }
    'api/secret': Page & Place & { id: number; clientId: string; secret: string; oldUntil: Date | null }
  }
}
