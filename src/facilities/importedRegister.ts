import type { Tx } from '../db/actor.ts'
import { fromRow } from './facility.ts'
import type { FacilityRegister } from './register.ts'

/** The register that the network owner has imported, asked on behalf of a case; see app.find_facility in docs/tenancy.md. */
export function tableRegister(tx: Tx, caseId: number): FacilityRegister {
  return {
    async find({ by, value }) {
      const { rows } = await tx.raw<{ rows: [{ matches: number } & Record<string, unknown>] }>(
        'select * from app.find_facility(?, ?, ?)',
        [caseId, by === 'meter', value],
      )
      const [{ matches, ...row }] = rows
      if (matches === 1) return { code: 100, facility: fromRow(row) }
      return { code: matches === 0 ? 200 : 201 }
    },
  }
}
