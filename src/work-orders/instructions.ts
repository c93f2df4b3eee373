import type { CasePerson } from '../cases/workflow/queries.ts'
import type { OrderSheet } from '../db/columnTypes.ts'
import type { CaseRow } from '../db/rowTypes.ts'
import type { Answer } from '../domain/forms/definition.ts'
import { rowsOf } from '../domain/forms/schema.ts'

/**
 * What whoever goes there has to know, and nothing else of the case: no identity numbers, no invoices, no notes. Written
 * when the order is made and again when it is released, for by then the completion has said who is on site.
 */
export function sheetOf(
  kase: Omit<CaseRow, 'status'>,
  facilityRow: number,
  responsible: CasePerson | undefined,
): OrderSheet {
  const { notice, completion, consent } = kase
  const row = rowsOf(notice['rader'] ?? [])[facilityRow - 1] ?? {}
  return {
    address: kase.address,
    postcode: text(notice['anl_postnr']),
    facility: text(row['anl_benamning']) ?? text(notice['anl_benamning']),
    facility_id: text(consent['x_anl_id']) ?? text(row['anl_id']) ?? text(notice['anl_id']),
    meter: text(row['matarnummer']) ?? text(completion['y_matare_bef']) ?? text(notice['matarnummer']),
    fuse: amount(consent['x_matarsakring']) ?? amount(row['sakr_ny']) ?? amount(notice['sakr_ny']),
    contact: text(completion['y_kontakt']) ?? text(notice['best_namn']),
    phone: text(completion['y_telefon']) ?? text(notice['best_telefon']),
    ready_on: text(completion['y_klar_matare']) ?? text(completion['y_klar_tillk']),
    remarks: text(completion['y_upplysningar']),
    installer: kase.responsible_name ?? kase.company_name,
    installer_phone: responsible?.phone ?? null,
  }
}

function text(answer: Answer | undefined): string | null {
  return typeof answer === 'string' && answer !== '' ? answer : null
}

function amount(answer: Answer | undefined): string | null {
  return typeof answer === 'number' ? `${answer} A` : null
}
