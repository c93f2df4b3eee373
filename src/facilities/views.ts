import type { CaseRow } from '../db/rowTypes.ts'
import type { Page, WithForm, Form } from '../web/pages.ts'
import type { Code } from './codes.ts'
import type { Facility } from './facility.ts'
import type { Compared } from './merge.ts'
import type { Difference, Import, Lookup } from './queries.ts'

/** What a look-up led to, as it is shown. */
export interface FacilityAnswer {
  code: Code
  words: string
  compared: Compared[]
  /** Signed; '' without one. */
  hit: string
}

declare module '../web/pages.ts' {
  interface Views {
    'facilities/fetch': WithForm & {
      kase: CaseRow
      ownerName: string
      /** Rows of a blockanmälan that it can be fetched into; 0 when the case is about one facility. */
      rows: number
      /** What was typed in the form beside, to be carried along. */
      typed: { name: string; value: string }[]
      answer: FacilityAnswer | null
    }
    'facilities/index': WithForm & {
      source: 'off' | 'register' | 'service'
      current: Import | null
      hasService: boolean
      /** On its way in, by the worker. */
      reading: number | null
      /** Read and waiting to be taken into use. */
      waiting: Import | null
      history: Import[]
      q: string
      hits: Facility[]
      lookups: Lookup[]
    }
    'facilities/import': WithForm & { read: Import; current: Import | null; difference: Difference; sample: Facility[] }
    'facilities/service': WithForm & { updated: { at: Date; by: string } | null }
    'facilities/lookups': Page & { lookups: Lookup[]; older: number | null }
  }
}

declare module '../web/partials.ts' {
  interface Partials {
    /** Rows of a blockanmälan to choose between; 0 asks for none. */
    'partials/facility-ask': { ask: Form; rows: number }
    /** `wrong`: why nothing was asked, '' when something was. */
    'partials/facility-answer': { answer: FacilityAnswer | null; wrong: string }
    'partials/facility-rows': { facilities: Facility[] }
    'partials/facility-lookups': { lookups: Lookup[] }
  }
}
