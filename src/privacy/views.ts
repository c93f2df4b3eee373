import type { CaseRow, LegalHoldRow } from '../db/rowTypes.ts'
import type { Field } from '../domain/forms/definition.ts'
import type { Page, WithForm } from '../web/pages.ts'
import type { Hold, ReadLine } from './queries.ts'
import type { ReadsQuery } from './reads.ts'
import type { RipeCase } from './ripe.ts'

type Side = 'installer' | 'owner'

declare module '../web/pages.ts' {
  interface Views {
    'privacy/rules': WithForm & {
      side: Side
      base: string
      kinds: Field[]
      runs: { at: Date; gone: number; label: string }[]
      holds: Hold[]
    }
    'privacy/trial': Page & {
      side: Side
      base: string
      parts: { label: string; period: string | null; count: number; cases: RipeCase[] }[]
      counted: number
    }
    'privacy/reads': Page & {
      side: Side
      base: string
      asked: ReadsQuery
      rows: ReadLine[]
      next: string | null
    }
    'privacy/audit': WithForm & { side: Side; base: string; logs: { value: string; label: string }[] }
    'privacy/person': WithForm & {
      side: Side
      base: string
      found: {
        more: boolean
        cases: { id: number; ref: string; job: string; status: string; obstacle: string }[]
        accounts: { id: number; name: string; username: string; active: boolean }[]
      } | null
    }
    'privacy/hold': WithForm & {
      kase: Pick<CaseRow, 'ref' | 'job_name' | 'address'>
      hold: LegalHoldRow | null
    }
  }
}
