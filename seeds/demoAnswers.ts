import { addWorkdays, localDate } from '../src/domain/calendar/workdays.ts'
import type { CaseRow } from '../src/db/rowTypes.ts'
import type { Answer, Answers, Condition, Field, FormDefinition, JobType } from '../src/domain/forms/definition.ts'
import { consentRows } from '../src/domain/forms/consentRows.ts'
import { holds } from '../src/domain/forms/conditions.ts'
import { initialAnswers } from '../src/domain/forms/repeatingGroups.ts'
import { fieldsOf, isRequired, prune, rowsOf } from '../src/domain/forms/schema.ts'

/** Where the work is done and for whom; all of it made up (docs/domain.md 4.8). */
export interface Place {
  street: string
  postcode: string
  city: string
  property: string
  orderer: string
  identity: string
  phone: string
  email: string
  facilityId: string
  meter: string
}

/** Answers that a whole notice of this job type can be sent with; about several facilities where it must be, or is to be. */
export function noticeFor(job: JobType, place: Place, now: Date, several = false): Answers {
  const known = { ...ofPlace(place, job), ...fuses(job), ...dates(job, now) }
  const rows = rowsField(job)
  return fill(job.notice, { ...known, ...(rows && (several || rows.minRows) && flats(job, rows)) })
}

const rowsField = (job: JobType) => fieldsOf(job.notice).find(({ key }) => key === 'rader')

export function completionFor(
  job: JobType,
  kase: Pick<CaseRow, 'notice' | 'consent'>,
  place: Place,
  now: Date,
): Answers {
  const today = localDate(now)
  return fill(job.completion, {
    y_utfort: today,
    y_klar_matare: addWorkdays(today, 10),
    y_klar_tillk: addWorkdays(today, 10),
    y_kontakt: place.orderer,
    y_telefon: place.phone,
    y_slutkund_namn: place.orderer,
    y_slutkund_id: place.identity,
    y_slutkund_typ: typeOf(place),
    y_slutkund_adress: place.street,
    y_slutkund_postnr: place.postcode,
    y_slutkund_ort: place.city,
    y_slutkund_telefon: place.phone,
    y_slutkund_epost: place.email,
    y_sakr: kase.consent['x_matarsakring'] ?? kase.notice['sakr_ny'] ?? 25,
    y_matarst: 48_211,
    y_matarst_datum: today,
    y_matare_bef: place.meter,
    y_regelef: kase.notice['regelef_namn'] ?? 'Karin Bergström',
    y_avvikelse: false,
    ...completedRows(job, kase.notice, today),
  })
}

export function consentFor(job: JobType, kase: Pick<CaseRow, 'notice' | 'number'>): Answers {
  const id = kase.notice['anl_id'] ?? '735999000100000012'
  return fill(job.consent, {
    x_anl_id: id,
    ...consentRows(job, kase.notice, {}),
    x_anl_id_inm: '735999000100000111',
    x_matarsakring: (rowsOf(kase.notice['rader'] ?? [])[0] ?? kase.notice)['sakr_ny'] ?? kase.notice['sakr_bef'] ?? 25,
    x_anslutningspunkt: `KS-${1000 + (Number(kase.number.slice(-4)) % 900)}`,
    x_max_inmatning: kase.notice['prod_max'] ?? 10,
    x_kabel: 'N1XE 4G16',
    x_ik3_max: 2.4,
    x_ik1_min: 310,
    x_upplysningar: 'Kontakta montören två dagar innan.',
  })
}

/** Three flats of a block, as a house has them. */
function flats(job: JobType, field: Field): Answers {
  const [before, after] = FUSES[job.code] ?? [16, 20]
  const ids = ['735999000100000104', '735999000100000111', '735999000100000128']
  const rows = ids.map((id, i) => ({
    anl_benamning: `Lgh 100${i + 1}`,
    lgh_nr: `100${i + 1}`,
    anl_id: id,
    matarnummer: `MT-9000${i + 1}`,
    sakr_bef: before,
    sakr_ny: after,
    fas_ny: '3',
    mat_atgard: 'satta_upp',
  }))
  const keys = new Set(field.fields?.map(({ key }) => key))
  return {
    rader: rows.map((row) => Object.fromEntries(Object.entries(row).filter(([key]) => keys.has(key)))),
    mat_antal: rows.length,
  }
}

function completedRows(job: JobType, notice: Answers, today: string): Answers {
  const field = fieldsOf(job.completion).find(({ key }) => key === 'y_rader')
  if (!field) return {}
  if (notice['rader'] === undefined) return {}
  const keys = new Set(field.fields?.map(({ key }) => key))
  const rows = rowsOf(notice['rader']).map((row) => ({
    anl_benamning: row['anl_benamning'] ?? '',
    y_klar_matare: addWorkdays(today, 10),
    y_matarst: 4711,
    y_sakr: row['sakr_ny'] ?? row['sakr_bef'] ?? 16,
  }))
  return { y_rader: rows.map((row) => Object.fromEntries(Object.entries(row).filter(([key]) => keys.has(key)))) }
}

function typeOf(place: Place): string {
  return place.identity.length === 12 ? 'privat' : 'foretag'
}

function ofPlace(place: Place, job: JobType): Answers {
  const known: Answers = {
    best_typ: typeOf(place),
    best_id: place.identity,
    best_namn: place.orderer,
    best_adress: place.street,
    best_postnr: place.postcode,
    best_ort: place.city,
    best_telefon: place.phone,
    best_epost: place.email,
    best_kontakt: 'Maja Kvarnström',
    best_ar_fastighetsagare: true,
    anl_adress: place.street,
    anl_postnr: place.postcode,
    anl_ort: place.city,
    fastighet: place.property,
    regelef_namn: 'Karin Bergström',
    regelef_typ: 'A',
    intygande: true,
    arsforbr: 18_000,
    mat_placering_bef: 'inomhus',
    mat_placering: 'fasad',
    anl_id_inm: '735999000100000111',
    servis_atgard: ['flytt'],
    ct_omsattning: '200/5',
    vr: [{ vr_fabrikat: 'Solvind', vr_modell: 'SV 10', vr_antal: 1, vr_effekt: 10, vr_fas: '3' }],
    app: [{ app_typ: 'varmepump', app_antal: 1, app_effekt: 8, app_fas: '3', app_startmetod: 'frekvens' }],
  }
  const existing = fieldsOf(job.notice).some((field) => field.key === 'sakr_bef' && field.required)
  return existing ? { ...known, anl_id: place.facilityId, matarnummer: place.meter } : known
}

/** From and to, ampere: BE01 stays within its interval, BE02 goes down, BE03 up, NY02 is for more than 63 A. */
const FUSES: Record<string, [number, number]> = { BE01: [16, 25], BE02: [25, 16], BE03: [25, 35], NY02: [25, 80] }

function fuses(job: JobType): Answers {
  const [before, after] = FUSES[job.code] ?? [25, 25]
  const phases = { fas_bef: job.code === 'BE04' ? '1' : '3', fas_ny: '3' }
  return { sakr_bef: before, sakr_ny: after, ...phases }
}

function dates(job: JobType, now: Date): Answers {
  const today = localDate(now)
  const start = addWorkdays(today, job.leadDays + 3)
  return {
    fardigdatum: start,
    till_start: start,
    till_slut: addWorkdays(start, 120),
    frankoppling_datum: start,
    avs_datum: start,
    plomb_datum: today,
    lag_kapacitet: 10,
    prod_modul_kwp: 9.8,
    prod_max: 8.2,
    ladd_max: 8,
    ladd_antal: 1,
  }
}

/** Every required, shown field gets what is known of it, else something its type allows. */
function fill(form: FormDefinition, known: Answers): Answers {
  const answers: Answers = initialAnswers(form)
  // Twice: the first answers may show further fields.
  for (let round = 0; round < 2; round += 1) {
    for (const section of form.sections.filter((each) => !each.optional)) {
      for (const field of section.fields) {
        if (!shown(section.when, answers) || !shown(field.when, answers)) continue
        const asked = isRequired(field.required, answers) || known[field.key] !== undefined || (field.minRows ?? 0) > 0
        if (asked) answers[field.key] ??= offered(field, known[field.key]) ?? anything(field)
      }
    }
  }
  return prune(form, answers)
}

/** What is known, unless the job type does not offer it; in rows what is offered there. */
function offered(field: Field, answer: Answer | undefined): Answer | undefined {
  if (answer === undefined) return undefined
  if (field.fields && Array.isArray(answer)) return rowsOf(answer).map((row) => offeredRow(field.fields!, row))
  const values = field.options?.map(({ value }) => value)
  if (!values) return answer
  return [answer].flat().every((each) => typeof each === 'string' && values.includes(each)) ? answer : undefined
}

function offeredRow(fields: Field[], row: Answers): Answers {
  const of = (key: string) => fields.find((field) => field.key === key)
  return Object.fromEntries(
    Object.entries(row).map(([key, answer]) => [
      key,
      of(key) ? (offered(of(key)!, answer) ?? anything(of(key)!)) : answer,
    ]),
  )
}

function shown(when: Condition | undefined, answers: Answers): boolean {
  return when === undefined || holds(when, answers)
}

function anything(field: Field): Answer {
  switch (field.type) {
    case 'number':
      return Math.max(field.min ?? 1, Math.min(field.max ?? 5, 5))
    case 'choice':
      return (field.options?.find((option) => /inget|nej|ingen|direkt|fasad/i.test(option.label)) ?? field.options![0]!)
        .value
    case 'choices':
      return [field.options![0]!.value]
    case 'yesNo':
    case 'tick':
      return true
    case 'date':
      return '2027-03-01'
    case 'fuse':
      return 25
    case 'facilityId':
      return '735999000100000029'
    case 'meterNumber':
      return 'MT-48211'
    case 'identity':
      return '191212121212'
    case 'orgNumber':
      return '5599990040'
    case 'gln':
      return '7359999000014'
    case 'postcode':
      return '12345'
    case 'phone':
      return '+46701740605'
    case 'email':
      return 'tolvan@kund.example'
    case 'group':
      return [
        Object.fromEntries(
          (field.fields ?? []).filter((part) => part.required === true).map((part) => [part.key, anything(part)]),
        ),
      ]
    case 'text':
    case 'longText':
      return 'Uppgift från kunden'
  }
}
