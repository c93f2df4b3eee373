import { isDeepStrictEqual } from 'node:util'
import type { Translate } from '../language/i18n.ts'
import type { Restart } from '../domain/forms/terms.ts'
import { sayOrder } from './compareLists.ts'
import { formulaWords } from './calculationInputs.ts'
import { namedFields } from './compile.ts'
import { PARTS, type Content, type DraftJob, type Part } from './content.ts'
import type { DraftField, DraftForm, DraftSection, DraftSlot } from './formShape.ts'
import {
  conditionWords,
  FLOW_WORDS,
  MADE_TYPES,
  PART_WORDS,
  requiredWords,
  RESTART_WORDS,
  TYPE_WORDS,
} from './labels.ts'
import type { SayDifference } from './part.ts'

// What is told of a job, of its sections, fields and attachments: each by what it is called, and how it is said.
type Said<T> = [what: string, words: (each: T, t: Translate, job: DraftJob) => string][]

const days = (own: number | undefined, t: Translate) =>
  own === undefined ? t('som ni annars') : t('{n} vardag|{n} vardagar', { n: own })
const restart = (own: Restart | undefined) => (own === undefined ? 'som ni annars' : RESTART_WORDS[own])

const JOB: Said<DraftJob> = [
  ['På eller av', ({ active }, t) => t(active ? 'På' : 'Av')],
  ['Namn', ({ name }, t) => t(name)],
  ['Flöde', ({ flow }, t) => t(FLOW_WORDS[flow])],
  ['Framförhållning', ({ leadDays }) => `${leadDays}`],
  ['Besked på föranmälan', ({ decisionDays }, t) => days(decisionDays, t)],
  ['Besked på färdiganmälan', ({ completionDays }, t) => days(completionDays, t)],
  ['När ett ärende kommer tillbaka', (job, t) => t(restart(job.restart))],
  ['Flera anläggningar', ({ blockAllowed }, t) => t(blockAllowed ? 'Ja' : 'Nej')],
]
const SECTION: Said<DraftSection> = [
  ['hjälptext', ({ help }, t) => t(help ?? '')],
  ['när den är tom', ({ optional }, t) => t(optional ? 'Fälls ihop' : 'Visas öppen')],
]
const FIELD: Said<DraftField> = [
  ['namn', ({ label }, t) => t(label)],
  ['hjälptext', ({ help }, t) => t(help ?? '')],
  ['visning', ({ hidden }, t) => t(hidden ? 'Dolt' : 'Visas')],
  ['krav', ({ required }, t, job) => requiredWords(required, job, t)],
  ['visas när', ({ when }, t, job) => (when ? conditionWords(when, job, t) : t('alltid'))],
  ['val', ({ options }, t) => (options ?? []).map((option) => t(option.label)).join(', ')],
  ['gränser', ({ min, max, unit }) => [min ?? '', max ?? '', unit ?? ''].join(' – ')],
  ['uträkning', ({ formula }, t, job) => (formula ? formulaWords(formula, job, t) : '')],
]
const demand = ({ hidden, required }: DraftSlot, t: Translate, job: DraftJob) =>
  hidden ? t('Dolt') : requiredWords(required, job, t)
const SLOT: Said<DraftSlot> = [
  ['krav', demand],
  ['hjälptext', ({ help }, t) => t(help ?? '')],
  ['namn', ({ label }, t) => t(label)],
]

/** Installationstyper and jobbtyper, which are never added or removed. */
export function compareJobs(before: Content, after: Content, say: SayDifference, t: Translate): void {
  const types = t('Installationstyper')
  for (const type of after.types)
    say(types, type.code, t(before.types.find(({ code }) => code === type.code)?.name ?? ''), t(type.name))
  const moved = (place: string) => (what: string, names: string) => say(place, what, '', names)
  sayOrder(before.types, after.types, ({ name }) => t(name), moved(types), t)
  sayOrder(before.jobs, after.jobs, ({ code }) => code, moved(t('Jobbtyper')), t)
  for (const now of after.jobs) {
    const was = before.jobs.find(({ code }) => code === now.code)
    if (!was || isDeepStrictEqual(was, now)) continue
    const both: Both = { was, now, say: (what, from, to) => say(now.code, what, from, to), t }
    tell(JOB, '', was, now, both)
    for (const part of PARTS) if (!isDeepStrictEqual(was[part], now[part])) compareForms(part, both)
  }
}

/** A job before and after, and how it is told. */
interface Both {
  was: DraftJob
  now: DraftJob
  say: (what: string, from: string, to: string) => void
  t: Translate
}

function tell<T>(said: Said<T>, label: string, from: T, to: T, { was, now, say, t }: Both): void {
  for (const [what, words] of said)
    say(label ? `${label}, ${t(what)}` : t(what), words(from, t, was), words(to, t, now))
}

function compareForms(part: Part, both: Both): void {
  const { say, t } = both
  const [was, now] = [both.was[part], both.now[part]]
  const words = t(PART_WORDS[part])
  for (const section of now.sections) {
    const title = t(section.title)
    const before = was.sections.find(({ key }) => key === section.key)
    if (!before) {
      say(`${words} › ${title}`, '', t('tillagt'))
      continue
    }
    say(`${words} › ${section.key}, ${t('rubrik')}`, t(before.title), title)
    tell(SECTION, title, before, section, both)
    compareOrder(title, before.fields, section.fields, both)
  }
  compareFields(was, now, both)
  for (const slot of now.attachments) {
    const old = was.attachments.find(({ kind }) => kind === slot.kind)
    const name = t('Bilaga {name}', { name: t(slot.label) })
    if (old) tell(SLOT, name, old, slot, both)
    else say(`${name}, ${t('krav')}`, '', demand(slot, t, both.now))
  }
  for (const old of was.attachments) {
    if (now.attachments.some(({ kind }) => kind === old.kind)) continue
    say(t('Bilaga {name}', { name: t(old.label) }), t('bilaga'), t('borttagen'))
  }
}

/** The order of a section's fields, and of the fields in each row of its groups. */
function compareOrder(title: string, was: DraftField[], now: DraftField[], both: Both): void {
  const { say, t } = both
  const coded = (fields: DraftField[]) => fields.map((field) => ({ ...field, code: field.key }))
  sayOrder(
    coded(was),
    coded(now),
    ({ label }) => t(label),
    (what, names) => say(`${title}, ${what}`, '', names),
    t,
  )
  for (const group of now) {
    const old = was.find(({ key }) => key === group.key)
    if (old?.fields && group.fields) compareOrder(t(group.label), old.fields, group.fields, both)
  }
}

function compareFields(was: DraftForm, now: DraftForm, both: Both): void {
  const { say, t } = both
  const before = new Map(namedFields(was).map(({ name, field }) => [name, field]))
  for (const { name, field } of namedFields(now)) {
    const old = before.get(name)
    before.delete(name)
    if (isDeepStrictEqual(old, field)) continue
    if (old) tell(FIELD, t(field.label), old, field, both)
    else say(t(field.label), '', newWords(field, both))
  }
  for (const field of before.values()) say(t(field.label), t('fält'), t('borttaget'))
}

/** All that a new field asks: what it is, whether it must be answered, and when it is shown. */
function newWords(field: DraftField, { now, t }: Both): string {
  const { type, formula, required, when, options = [], fields = [], min, max, unit, help } = field
  const kind = t(formula ? MADE_TYPES.calculation : TYPE_WORDS[type]).toLowerCase()
  const limits = [
    min === undefined ? '' : t('minst {n}', { n: min }),
    max === undefined ? '' : t('högst {n}', { n: max }),
    unit === undefined ? '' : `(${unit})`,
  ].filter(Boolean)
  return [
    t('nytt fält, {type}', { type: kind }),
    formula ? formulaWords(formula, now, t) : requiredWords(required, now, t),
    when && t('Visas när {condition}', { condition: conditionWords(when, now, t) }),
    options.map((option) => t(option.label)).join(', '),
    fields.map((column) => t(column.label)).join(', '),
    limits.join(' '),
    help && `”${t(help)}”`,
  ]
    .filter(Boolean)
    .join(' · ')
}
