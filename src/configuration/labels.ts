import type { Condition, Flow } from '../domain/forms/definition.ts'
import type { CLASSES } from '../sign-in/accounts/policy.ts'
import type { Restart } from '../domain/forms/terms.ts'
import type { Translate } from '../language/i18n.ts'
import { PARTS, type DraftJob, type Part, type Passwords, type Settings, type StandardText } from './content.ts'
import type { DraftField } from './formShape.ts'

/** The words of the configuration's pages, in one place. All are keys of t(). */
export const PART_WORDS: Record<Part, string> = {
  notice: 'Föranmälan',
  consent: 'Nätuppgifter',
  completion: 'Färdiganmälan',
}
export const FLOW_WORDS: Record<Flow, string> = {
  F: 'Hela flödet: föranmälan, medgivande, färdiganmälan',
  D: 'Direkt färdiganmälan, utan medgivande',
  G: 'Bara godkännande, utan färdiganmälan',
}
export const PHASE_WORDS = {
  notice: 'Föranmälan',
  completion: 'Färdiganmälan',
  both: 'Föranmälan och färdiganmälan',
} as const
export const USE_WORDS: Record<StandardText['use'], string> = {
  approve: 'Vid godkännande',
  reject: 'Vid avvisning',
  cancel: 'När ett ärende avbryts',
  hold: 'Vid väntläge',
  note: 'I noteringar',
  any: 'Överallt',
}
export const RESTART_WORDS: Record<Restart, string> = {
  anew: 'Tiden börjar om',
  remaining: 'Dagarna som var kvar',
}
export const CLASS_WORDS: Record<(typeof CLASSES)[number], string> = {
  lower: 'En liten bokstav',
  upper: 'En stor bokstav',
  digit: 'En siffra',
  other: 'Ett annat tecken, till exempel ett mellanslag',
}
export const PASSWORD_WORDS: Record<keyof Passwords, string> = {
  min_length: 'Minsta längd',
  max_age_days: 'Byts efter',
  history: 'Får inte upprepa',
  require_classes: 'Ska innehålla',
  two_step_required: 'Alla ska ha ett andra steg',
}
export const SETTING_WORDS = {
  information: 'Informationstext',
  phone: 'Telefon',
  email: 'E-post',
  opening_hours: 'Öppettider',
  decision_days: 'Besked på föranmälan',
  completion_days: 'Besked på färdiganmälan',
  completion_lead_days: 'Framförhållning för mätare',
  consent_months: 'Medgivandet gäller',
  strict_area: 'Stoppa postnummer utanför nätområdet',
  withdrawal_allowed: 'Installatören får återkalla',
  consent_revocable: 'Medgivande kan återtas',
  expired_stops: 'Färdiganmälan stoppas när medgivandet har gått ut',
  quote_may_wait: 'Föranmälan får godkännas innan offerten är besvarad',
  mail_received: 'Mejl när en anmälan kommer in',
  mail_withdrawn: 'Mejl när en anmälan återkallas eller ska tas bort',
  mail_hold: 'Mejl när ett ärende sätts i eller tas ur väntläge',
  remind_late: 'Påminn handläggaren när svarsdatumet har passerat',
  remind_escalated: 'Påminn administratörerna när det fortfarande väntar',
  remind_order: 'Påminn montören när arbetsordern inte är rapporterad',
  remind_temporary: 'Påminn när en tillfällig anläggnings tid tar slut',
  remind_returned: 'Påminn installatören om avvisade ärenden som inte är skickade igen',
  remind_consent: 'Påminn installatören innan medgivandet går ut',
} satisfies Record<keyof Settings, string>

/** What an own field can be. */
export const OWN_TYPES = {
  text: 'Text, en rad',
  longText: 'Text, flera rader',
  number: 'Tal',
  choice: 'Ett av flera val',
  choices: 'Flera val',
  yesNo: 'Ja eller nej',
  tick: 'Kryssruta',
  date: 'Datum',
  fuse: 'Säkring',
  phone: 'Telefon',
  email: 'E-post',
} as const
/** An own field may also be one of these, made of others. */
export const MADE_TYPES = { ...OWN_TYPES, calculation: 'Uträkning', group: 'Tabell' } as const
export const OP_WORDS = {
  sum: 'Summan av',
  difference: 'Det första minus de andra',
  product: 'Gånger varandra',
  quotient: 'Det första delat med de andra',
} as const
export const TYPE_WORDS: Record<DraftField['type'], string> = {
  ...OWN_TYPES,
  facilityId: 'Anläggnings-ID',
  meterNumber: 'Mätarnummer',
  identity: 'Person- eller organisationsnummer',
  orgNumber: 'Organisationsnummer',
  gln: 'GLN',
  postcode: 'Postnummer',
  group: 'Rader',
}

export function requiredWords(required: DraftField['required'], job: DraftJob, t: Translate): string {
  if (required === undefined || required === false) return t('Frivillig')
  if (required === true) return t('Krävs')
  return t('Krävs när {condition}', { condition: conditionWords(required, job, t) })
}

/** 'Beställaren är: Företag och Land är tomt' */
export function conditionWords(condition: Condition, job: DraftJob, t: Translate): string {
  const words = (each: Condition) => {
    const said = conditionWords(each, job, t)
    return 'all' in each || 'any' in each ? `(${said})` : said
  }
  if ('all' in condition) return condition.all.map(words).join(` ${t('och')} `)
  if ('any' in condition) return condition.any.map(words).join(` ${t('eller')} `)
  if ('not' in condition)
    return opposite(condition.not, job, t) ?? t('inte {condition}', { condition: words(condition.not) })

  const field = fieldNamed(job, condition.field)
  const label = field ? t(field.label) : condition.field
  if ('is' in condition && field?.type === 'tick') return tickWords(condition.field, label, condition.is === true, t)
  if ('above' in condition) return t('{field} är över {n}', { field: label, n: condition.above })
  if ('below' in condition) return t('{field} är under {n}', { field: label, n: condition.below })
  if ('filled' in condition) {
    return condition.filled ? t('{field} är ifyllt', { field: label }) : t('{field} är tomt', { field: label })
  }
  const values = 'in' in condition ? condition.in : [condition.is]
  return t('{field}: {value}', {
    field: label,
    value: values.map((value) => valueWords(value, field, t)).join(` ${t('eller')} `),
  })
}

/** The opposite of a plain condition, said straight out; null where there is no plainer word than not. */
function opposite(condition: Condition, job: DraftJob, t: Translate): string | null {
  if ('filled' in condition) return conditionWords({ ...condition, filled: !condition.filled }, job, t)
  if ('not' in condition) return conditionWords(condition.not, job, t)
  if ('all' in condition || 'any' in condition || 'above' in condition || 'below' in condition) return null
  const field = fieldNamed(job, condition.field)
  const label = field ? t(field.label) : condition.field
  if ('is' in condition && field?.type === 'tick') return tickWords(condition.field, label, condition.is !== true, t)
  const values = 'in' in condition ? condition.in : [condition.is]
  return t('{field}: inte {value}', {
    field: label,
    value: values.map((value) => valueWords(value, field, t)).join(` ${t('eller')} `),
  })
}

/** What a tick of the catalogue says when it is set, and when it is not: its label alone reads badly in a sentence. */
const TICK_WORDS: Record<string, { set: string; unset: string }> = {
  best_utan_pnr: { set: 'kunden saknar svenskt personnummer', unset: 'kunden har svenskt personnummer' },
  anl_utan_adress: { set: 'tomten saknar adress', unset: 'tomten har adress' },
  fakt_samma: { set: 'beställaren får fakturan', unset: 'någon annan än beställaren får fakturan' },
}

function tickWords(key: string, label: string, isSet: boolean, t: Translate): string {
  const words = TICK_WORDS[key]
  if (words) return t(isSet ? words.set : words.unset)
  return isSet ? t('{field} är ikryssat', { field: label }) : t('{field} inte är ikryssat', { field: label })
}

function valueWords(value: string | number | boolean, field: DraftField | null, t: Translate): string {
  if (typeof value === 'boolean') return t(value ? 'Ja' : 'Nej').toLowerCase()
  const option = field?.options?.find((each) => each.value === value)
  return option ? t(option.label) : String(value)
}

/** What a field is called by its key alone; the key where there is none. */
export function labelOfKey(job: DraftJob, key: string, t: Translate): string {
  const field = fieldNamed(job, key)
  return field ? t(field.label) : key
}

/** By its key alone, as conditions name it: of the form, or of a group. Asked for each offered condition: no list is made. */
function fieldNamed(job: DraftJob, key: string): DraftField | null {
  let inGroup: DraftField | null = null
  for (const part of PARTS) {
    for (const { fields } of job[part].sections) {
      for (const field of fields) {
        if (field.key === key) return field
        inGroup ??= field.fields?.find((column) => column.key === key) ?? null
      }
    }
  }
  return inGroup
}
