import type { DeedLine } from './history.ts'
import type { Page, WithForm } from '../web/pages.ts'
import type { PermissionSet } from '../domain/rights.ts'
import type { ImportRow } from './csv.ts'
import type { OpenCases, Person } from './queries.ts'

type Side = 'installer' | 'owner'

declare module '../web/pages.ts' {
  interface Views {
    'users/list': Page & {
      side: Side
      base: string
      people: (Person & { roles: string[] })[]
      q: string
      after: string | null
      key: string
    }
    'users/edit': WithForm & {
      side: Side
      base: string
      person: Person | null
      me: number
      sets: { value: PermissionSet; label: string; help: string }[]
    }
    'users/import': WithForm & {
      side: Side
      base: string
      text: string
      rows: ImportRow[] | null
      /** Headings of columns that are not read. */
      ignored: string[]
      good: number
      bad: number
    }
    'users/history': Page & { side: Side; base: string; events: DeedLine[]; older: number | null }
    'users/leave': WithForm & {
      side: Side
      base: string
      person: Person
      /** The account is shut too. */
      closes: boolean
      open: OpenCases
      /** Work orders that would have no montör. */
      orders: number
      /** Who may take over, and of how many; 'nobody' at a network owner. */
      heirs: { value: string; label: string }[]
      isMe: boolean
    }
  }
}
