import { isDeepStrictEqual } from 'node:util'
import { JOB_TYPES } from '../domain/forms/catalogue/jobs.ts'
import { keysIn } from '../domain/forms/conditions.ts'
import type { Condition } from '../domain/forms/definition.ts'
import { fieldsOf } from '../domain/forms/schema.ts'
import type { Translate } from '../language/i18n.ts'
import { checkParts } from './checkParts.ts'
import { namedFields } from './compile.ts'
import { MERGE_FIELDS, PARTS, type Content, type DraftArea, type DraftJob } from './content.ts'
import type { DraftField } from './formShape.ts'
import { PART_WORDS } from './labels.ts'

/** What is wrong in a draft. An error keeps it from being published, a warning is something to look at once more. */
export interface Problem {
  severity: 'error' | 'warning'
  place: string
  text: string
  /** Where it is put right, below /owner/configuration. */
  href: string
}

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

/** Pure: what stands in the way of publishing, and what is odd. */
export function check(content: Content, t: Translate): Problem[] {
  const problems: Problem[] = []
  const say = (severity: Problem['severity'], place: string, href: string, text: string) =>
    problems.push({ severity, place, href, text })

  const active = content.jobs.filter((job) => job.active)
  if (active.length === 0) say('error', t('Jobbtyper'), '/jobs', t('Ingen jobbtyp är på: då kan ingen anmäla något.'))
  for (const code of twice(content.jobs.map((job) => job.code))) {
    say('error', code, '/jobs', t('Koden {code} finns två gånger.', { code }))
  }
  for (const job of content.jobs) checkJob(job, say, t)

  for (const phase of ['notice', 'completion'] as const) {
    if (content.reasons.some((reason) => reason.phase === phase || reason.phase === 'both')) continue
    say(
      'error',
      t('Avvisningsorsaker'),
      '/reasons',
      t('Det finns ingen orsak att avvisa en {what} med.', { what: t(PART_WORDS[phase]).toLowerCase() }),
    )
  }
  for (const [place, href, list] of [
    [t('Avvisningsorsaker'), '/reasons', content.reasons],
    [t('Standardtexter'), '/texts', content.texts],
    [t('Nätområden'), '/areas', content.areas],
  ] as const) {
    for (const code of twice(list.map((each) => each.code)))
      say('error', place, href, t('Koden {code} finns två gånger.', { code }))
  }

  for (const { code, title, text } of content.texts) {
    const unknown = [...text.matchAll(/\{(\p{L}+)\}/gu)].find(([, name]) => !isMergeField(name!))
    if (unknown) {
      say(
        'warning',
        t('Standardtexter'),
        `/texts/${code}`,
        t('{title}: {field} fylls inte i av ärendet.', { title, field: unknown[0] }),
      )
    }
  }

  if (content.areas.length === 0)
    say('error', t('Nätområden'), '/areas', t('Det finns inget nätområde: då kan ingen anmäla något.'))
  for (const area of content.areas) checkArea(area, say, t)
  checkParts(content, say, t)
  return problems
}

type Say = (severity: Problem['severity'], place: string, href: string, text: string) => void

function checkJob(job: DraftJob, say: Say, t: Translate): void {
  const at = `/jobs/${job.code}`
  // What is off is not used: it may be put right when it is turned on.
  const severity = job.active ? 'error' : 'warning'
  const keys = PARTS.flatMap((part) => job[part].sections.flatMap((section) => section.fields.map(({ key }) => key)))
  for (const key of twice(keys)) say(severity, job.code, at, t('Fältet {key} finns två gånger.', { key }))
  for (const part of PARTS) {
    for (const { name, field, group } of namedFields(job[part])) {
      if (!field.hidden && !group?.hidden) checkField(job, { name, field, group }, say, severity, t)
      else if (CERTAIN.has(name) || SHOWN.has(name)) {
        say(severity, job.code, `${at}/fields/${name}`, t('{field} får inte döljas.', { field: t(field.label) }))
      }
    }
    checkConditions(job, part, say, severity, t)
  }
  const empty = (part: (typeof PARTS)[number]) =>
    !namedFields(job[part]).some(({ field, group }) => !field.hidden && !group?.hidden)
  if (empty('notice')) say(severity, job.code, at, t('Föranmälan saknar fält.'))
  if (job.flow !== 'G' && empty('completion'))
    say(severity, job.code, at, t('Flödet har en färdiganmälan, men den saknar fält.'))
  if (job.flow === 'F' && empty('consent'))
    say('warning', job.code, at, t('Flödet har ett medgivande, men det saknar nätuppgifter.'))
}

interface Named {
  name: string
  field: DraftField
  group: DraftField | null
}

function checkField(
  job: DraftJob,
  { name, field }: Named,
  say: Say,
  severity: Problem['severity'],
  t: Translate,
): void {
  const label = t(field.label)
  const wrong = (text: string) => say(severity, job.code, `/jobs/${job.code}/fields/${name}`, text)
  if (field.type === 'choice' || field.type === 'choices') {
    const values = (field.options ?? []).map((option) => option.value)
    if (values.length === 0) wrong(t('{field} har inga val.', { field: label }))
    if (twice(values).length > 0) wrong(t('{field} har samma val två gånger.', { field: label }))
  }
  if (field.min !== undefined && field.max !== undefined && field.min > field.max) {
    wrong(t('{field}: det minsta är större än det största.', { field: label }))
  }
  if (field.minRows !== undefined && field.maxRows !== undefined && field.minRows > field.maxRows) {
    wrong(t('{field}: det minsta är större än det största.', { field: label }))
  }
  if (field.type === 'group') {
    const columns = (field.fields ?? []).filter((column) => !column.hidden)
    if (columns.length === 0) wrong(t('{field} har inga kolumner.', { field: label }))
    for (const key of twice((field.fields ?? []).map(({ key }) => key)))
      wrong(t('Fältet {key} finns två gånger.', { key }))
  }
  if (CERTAIN.has(name) && !isDeepStrictEqual(field.required, CATALOGUE.get(job.code)?.get(name)?.required ?? true)) {
    wrong(t('{field} måste krävas.', { field: label }))
  }
}

/** The fields of the catalogue, by job and key. */
const CATALOGUE = new Map(
  JOB_TYPES.map((job) => {
    const fields = PARTS.flatMap((part) => fieldsOf(job[part]))
    return [job.code, new Map(fields.map((field) => [field.key, field]))]
  }),
)

/**
 * Conditions ask about what the same page holds, and the consent of the notice too (domain/forms/resolvedForms.ts); about what is not
 * there they would never hold.
 */
function checkConditions(
  job: DraftJob,
  part: (typeof PARTS)[number],
  say: Say,
  severity: Problem['severity'],
  t: Translate,
): void {
  const pages =
    part === 'consent'
      ? (['consent', 'notice'] as const)
      : job.flow === 'D'
        ? (['notice', 'completion'] as const)
        : [part]
  const known = pages.flatMap((each) => namedFields(job[each]))
  const keyOf = ({ name }: Named) => name.split('.').at(-1)!
  const there = new Set(known.map(keyOf))
  const seen = new Set(known.filter(({ field, group }) => !field.hidden && !group?.hidden).map(keyOf))
  const ask = (label: string, href: string, condition: Condition | undefined) => {
    for (const key of new Set(condition ? keysIn(condition) : [])) {
      const at = `/jobs/${job.code}${href}`
      if (!there.has(key))
        say(severity, job.code, at, t('{field} har ett villkor på {key}, som inte finns.', { field: t(label), key }))
      else if (!seen.has(key)) {
        const name = t(known.find((each) => keyOf(each) === key)!.field.label)
        say(
          'warning',
          job.code,
          at,
          t('{field} har ett villkor på {key}, som är dolt.', { field: t(label), key: name }),
        )
      }
    }
  }
  const form = job[part]
  for (const section of form.sections) ask(section.title, `/sections/${part}.${section.key}`, section.when)
  for (const { name, field, group } of namedFields(form)) {
    if (field.hidden || group?.hidden) continue
    ask(field.label, `/fields/${name}`, field.when)
    ask(field.label, `/fields/${name}`, typeof field.required === 'object' ? field.required : undefined)
    if (field.when && keysIn(field.when).includes(field.key)) {
      say(
        severity,
        job.code,
        `/jobs/${job.code}/fields/${name}`,
        t('{field} visas bara om det redan är ifyllt.', { field: t(field.label) }),
      )
    }
  }
  for (const slot of form.attachments) {
    if (!slot.hidden) ask(slot.label, '/files', typeof slot.required === 'object' ? slot.required : undefined)
  }
}

function checkArea(area: DraftArea, say: Say, t: Translate): void {
  const at = `/areas/${area.code}`
  if (area.postcodes.length === 0)
    say(
      'warning',
      t('Nätområden'),
      at,
      t('{code} har inga postnummer: installatören får välja området själv.', { code: area.code }),
    )
  const sorted = [...area.postcodes].sort(([a], [b]) => a.localeCompare(b))
  for (const [index, [from, to]] of sorted.entries()) {
    if (from > to)
      say('error', t('Nätområden'), at, t('{code}: {from}–{to} går baklänges.', { code: area.code, from, to }))
    const before = sorted[index - 1]
    if (before && before[1] >= from)
      say('error', t('Nätområden'), at, t('{code}: {from}–{to} överlappar raden före.', { code: area.code, from, to }))
  }
}

const isMergeField = (name: string) => MERGE_FIELDS.some((known) => known === name.toLowerCase())

function twice(list: string[]): string[] {
  return [...new Set(list.filter((each, index) => list.indexOf(each) !== index))]
}
