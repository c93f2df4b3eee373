import type { CasePerson } from '../cases/workflow/queries.ts'
import type { OrderSheet } from '../db/columnTypes.ts'
import type { CaseRow } from '../db/rowTypes.ts'
import type { Answer, Answers } from '../domain/forms/definition.ts'
import { showFacilityId } from '../domain/forms/identifiers/facilityId.ts'
import { showPhone } from '../domain/forms/identifiers/phone.ts'
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
  const rows = rowsOf(notice['rader'] ?? [])
  const of = (answers: Answers, key: string) => rowsOf(answers[key] ?? [])[facilityRow - 1] ?? {}
  // Of a block each row tells of itself: what the form says of one facility is not true of another.
  const [asked, granted, done] =
    rows.length > 0
      ? [of(notice, 'rader'), of(consent, 'x_rader'), of(completion, 'y_rader')]
      : [notice, consent, completion]
  return {
    address: kase.address,
    postcode: text(notice['anl_postnr']),
    facility: text(asked['anl_benamning']),
    facility_id: text(granted['x_anl_id']) ?? text(asked['anl_id']),
    meter: text(done['y_matare_bef']) ?? text(asked['matarnummer']),
    // What sits there once the work is done; until then what is granted, of a block by an older form one for all.
    fuse:
      amount(done['y_sakr'], 'A') ??
      amount(granted['x_matarsakring'], 'A') ??
      amount(consent['x_matarsakring'], 'A') ??
      amount(asked['sakr_ny'], 'A'),
    reading: amount(done['y_matarst'], 'kWh'),
    contact: text(completion['y_kontakt']) ?? text(notice['best_namn']),
    phone: text(completion['y_telefon']) ?? text(notice['best_telefon']),
    ready_on: text(done['y_klar_matare']) ?? text(completion['y_klar_tillk']),
    remarks: text(completion['y_upplysningar']),
    installer: kase.responsible_name ?? kase.company_name,
    installer_phone: responsible?.phone ?? null,
  }
}

/** As people read numbers. */
export function shownSheet(sheet: OrderSheet): OrderSheet {
  return {
    ...sheet,
    facility_id: sheet.facility_id && showFacilityId(sheet.facility_id),
    phone: sheet.phone && showPhone(sheet.phone),
    installer_phone: sheet.installer_phone && showPhone(sheet.installer_phone),
  }
}

function text(answer: Answer | undefined): string | null {
  return typeof answer === 'string' && answer !== '' ? answer : null
}

function amount(answer: Answer | undefined, unit: string): string | null {
  return typeof answer === 'number' ? `${answer} ${unit}` : null
}
