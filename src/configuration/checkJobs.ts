import { isDeepStrictEqual } from 'node:util'
import { JOB_TYPES } from '../domain/forms/catalogue/jobs.ts'
import { keysIn } from '../domain/forms/conditions.ts'
import type { Condition } from '../domain/forms/definition.ts'
import { fieldsOf } from '../domain/forms/schema.ts'
import type { Translate } from '../language/i18n.ts'
import { askable, calculableParts, namedFields, type Named } from './compile.ts'
import { PARTS, type Content, type DraftJob, type Part } from './content.ts'
import type { DraftField } from './formShape.ts'
import type { Problem, SayProblem } from './part.ts'

/** Promised at every sending, or what the case is known by: always shown, and required as the catalogue has it. */
export const CERTAIN: ReadonlySet<string> = new Set(
  'intygande best_typ best_namn y_utfort y_egenkontroll y_avvikelse regelef_namn regelef_typ vr.vr_antal vr.vr_effekt'.split(
    ' ',
  ),
)
/** What lists, areas, the consent and the rules of the trade build on: always shown, asked for or not. */
export const SHOWN: ReadonlySet<string> = new Set(
  `best_id anl_id anl_adress anl_postnr anl_ort fastighet fardigdatum sakr_bef sakr_ny matmetod prod_max rader y_rader
   till_start till_slut vr ct_omsattning x_anl_id x_matarsakring`.split(/\s+/),
)

export function checkJobs({ jobs }: Content, say: SayProblem, t: Translate): void {
  if (!jobs.some((job) => job.active)) say('error', t('Ingen jobbtyp går att välja, så ingen kan anmäla något.'))
  for (const job of jobs) checkJob(job, say, t)
}

/** What is wrong with one job, said at a page of it: as the job is on, or mildly. */
interface Check {
  job: DraftJob
  wrong: (text: string, href?: string) => void
  odd: (text: string, href?: string) => void
  t: Translate
}

function checkJob(job: DraftJob, say: SayProblem, t: Translate): void {
  const at =
    (severity: Problem['severity']) =>
    (text: string, href = '') =>
      say(severity, text, `/jobs/${job.code}${href}`, job.code)
  // What is off is not used: it may be put right when it is turned on.
  const wrong = at(job.active ? 'error' : 'warning')
  const asked: Check = { job, wrong, odd: at('warning'), t }
  const keys = PARTS.flatMap((part) => fieldsOf(job[part]).map(({ key }) => key))
  for (const key of twice(keys)) wrong(t('Fältet {key} finns två gånger.', { key }))
  for (const part of PARTS) {
    for (const named of namedFields(job[part])) {
      const { name, field } = named
      if (isSeen(named)) checkField(name, field, asked)
      else if (CERTAIN.has(name) || SHOWN.has(name))
        wrong(t('{field} får inte döljas.', { field: t(field.label) }), `/fields/${name}`)
    }
    checkConditions(part, asked)
  }
  const isEmpty = (part: Part) => !namedFields(job[part]).some(isSeen)
  if (isEmpty('notice')) wrong(t('Föranmälan saknar fält.'))
  if (job.flow !== 'G' && isEmpty('completion')) wrong(t('Flödet har en färdiganmälan, men den saknar fält.'))
  if (job.flow === 'F' && isEmpty('consent')) asked.odd(t('Flödet har ett medgivande, men det saknar nätuppgifter.'))
}

const isSeen = ({ field, group }: Named) => !field.hidden && !group?.hidden

function checkField(name: string, each: DraftField, { job, wrong: say, t }: Check): void {
  const field = t(each.label)
  const wrong = (text: string) => say(text, `/fields/${name}`)
  const isAbove = (least?: number, most?: number) => least !== undefined && most !== undefined && least > most
  if (each.type === 'choice' || each.type === 'choices') {
    const values = (each.options ?? []).map((option) => option.value)
    if (values.length === 0) wrong(t('{field} har inga val.', { field }))
    if (twice(values).length > 0) wrong(t('{field} har samma val två gånger.', { field }))
  }
  if (isAbove(each.min, each.max) || isAbove(each.minRows, each.maxRows))
    wrong(t('{field}: det minsta är större än det största.', { field }))
  if (each.type === 'group') {
    const columns = each.fields ?? []
    if (columns.every((column) => column.hidden)) wrong(t('{field} har inga kolumner.', { field }))
    for (const key of twice(columns.map((column) => column.key))) wrong(t('Fältet {key} finns två gånger.', { key }))
  }
  if (CERTAIN.has(name) && !isDeepStrictEqual(each.required, CATALOGUE.get(job.code)?.get(name)?.required ?? true))
    wrong(t('{field} måste krävas.', { field }))
}

/** The fields of the catalogue, by job and key. */
const CATALOGUE = new Map(
  JOB_TYPES.map((job) => {
    const fields = PARTS.flatMap((part) => fieldsOf(job[part]))
    return [job.code, new Map(fields.map((field) => [field.key, field]))]
  }),
)

/** A condition on what is not there would never hold. */
function checkConditions(part: Part, { job, wrong, odd, t }: Check): void {
  const known = askable(job, part).flatMap((each) => namedFields(job[each]))
  const keyOf = ({ name }: Named) => name.split('.').at(-1)!
  const there = new Map(known.toReversed().map((each) => [keyOf(each), t(each.field.label)]))
  const seen = new Set(known.filter(isSeen).map(keyOf))
  const ask = (label: string, href: string, condition: Condition | boolean | undefined) => {
    if (typeof condition !== 'object') return
    for (const key of new Set(keysIn(condition))) {
      const name = there.get(key)
      if (name === undefined)
        wrong(t('{field} har ett villkor på {key}, som inte finns.', { field: t(label), key }), href)
      else if (!seen.has(key))
        odd(t('{field} har ett villkor på {key}, som är dolt.', { field: t(label), key: name }), href)
    }
  }
  for (const { title, key, when } of job[part].sections) ask(title, `/sections/${part}.${key}`, when)
  for (const { name, field } of namedFields(job[part]).filter(isSeen)) {
    const at = `/fields/${name}`
    ask(field.label, at, field.when)
    ask(field.label, at, field.required)
    if (field.when && keysIn(field.when).includes(field.key))
      wrong(t('{field} visas bara om det redan är ifyllt.', { field: t(field.label) }), at)
  }
  for (const slot of job[part].attachments) if (!slot.hidden) ask(slot.label, '/files', slot.required)
  checkCalculations(part, { job, wrong, odd, t })
}

/** What is calculated with must be read together with it. */
function checkCalculations(part: Part, { job, wrong, t }: Check): void {
  const there = new Map(
    calculableParts(job, part)
      .flatMap((each) => namedFields(job[each]))
      .map((each) => [each.name, each]),
  )
  for (const { name, field } of namedFields(job[part]).filter(isSeen)) {
    for (const term of field.formula?.of ?? []) {
      if (typeof term === 'number') continue
      const found = there.get(term)
      const said = { field: t(field.label), term: found ? t(found.field.label) : term }
      if (!found) wrong(t('{field} räknas ut av {term}, som inte finns.', said), `/fields/${name}`)
      else if (!isSeen(found)) wrong(t('{field} räknas ut av {term}, som är dolt.', said), `/fields/${name}`)
    }
  }
}

/** What a list holds more than once. */
export function twice(list: string[]): string[] {
  return [...new Set(list.filter((each, index) => list.indexOf(each) !== index))]
}
