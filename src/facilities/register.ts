import type { Code } from './codes.ts'
import type { Facility } from './facility.ts'

/** What somebody asks for: one facility, by its exact number. */
export interface Question {
  by: 'facility' | 'meter'
  value: string
}

export type Found = { code: 100; facility: Facility } | { code: Exclude<Code, 100> }

/** What stands behind 'Hämta anl-data': the table (importedRegister.ts) or the network owner's own service (service.ts). */
export interface FacilityRegister {
  find(question: Question): Promise<Found>
}
