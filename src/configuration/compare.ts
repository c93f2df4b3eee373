import { isDeepStrictEqual } from 'node:util'
import type { Translate } from '../language/i18n.ts'
import { namedFields } from './compile.ts'
import { compareLists, sayOrder, type Say } from './compareLists.ts'
import { compareParts, templateWords } from './compareParts.ts'
import {
  PARTS,
  SETTING_NAMES,
  type AutoRule,
  type Content,
  type DraftArea,
  type DraftJob,
  type Settings,
} from './content.ts'
import type { DraftForm } from './formShape.ts'
import {
  conditionWords,
  FLOW_WORDS,
  PART_WORDS,
  PHASE_WORDS,
  requiredWords,
  RESTART_WORDS,
  TYPE_WORDS,
  USE_WORDS,
} from './labels.ts'
import type { Restart } from '../domain/forms/terms.ts'
import type { Field } from '../domain/forms/definition.ts'

/** One thing that differs, in words. */
export interface Difference {
  /** 'NY01', 'Nätområden'. */
  place: string
  what: string
  from: string
  to: string
}

/** What a publication would change, in the order of the pages. */
export function compare(before: Content, after: Content, t: Translate): Difference[] {
  const yes = (value: boolean) => t(value ? 'Ja' : 'Nej')
  const list: Difference[] = []
  const say = (place: string, what: string, from: string, to: string) => {
    if (from !== to) list.push({ place, what, from, to })
  }

  const types = t('Installationstyper')
  for (const type of after.types) {
    say(types, type.code, t(before.types.find(({ code }) => code === type.code)?.name ?? ''), t(type.name))
  }
  sayOrder(say, types, before.types, after.types, ({ name }) => t(name), t)
  sayOrder(say, t('Jobbtyper'), before.jobs, after.jobs, ({ code }) => code, t)
  for (const job of after.jobs) {
    const was = before.jobs.find(({ code }) => code === job.code)
    if (was && !isDeepStrictEqual(was, job)) compareJobs(was, job, say, t)
  }

  compareLists(before.reasons, after.reasons, t('Avvisningsorsaker'), say, t, {
    name: ({ code }) => code,
    said: { [t('text')]: ({ text }) => t(text), [t('gäller')]: ({ phase }) => t(PHASE_WORDS[phase]) },
  })
  compareLists(before.texts, after.texts, t('Standardtexter'), say, t, {
    name: ({ title }) => title,
    said: { [t('text')]: ({ text }) => text, [t('används')]: ({ use }) => t(USE_WORDS[use]) },
  })

  const rules = t('Regler')
  say(rules, t('Fyra ögon'), yes(before.rules.fourEyes), yes(after.rules.fourEyes))
  const days = (n: number | null) => (n === null ? t('för hand') : t('efter {n} dag|efter {n} dagar', { n }))
  say(rules, t('Slutarkivering'), days(before.rules.archiveAfterDays), days(after.rules.archiveAfterDays))
  compareLists(before.rules.auto, after.rules.auto, t('Automatiskt godkännande'), say, t, {
    name: ({ name }) => name,
    said: autoWords(t),
  })
  compareParts(before, after, say, t)
  compareLists(before.templates, after.templates, t('Mallar'), say, t, {
    name: ({ title }) => title,
    said: templateWords(t),
  })
  for (const name of SETTING_NAMES) {
    const words = (value: Settings[typeof name]) => (typeof value === 'boolean' ? yes(value) : String(value ?? ''))
    say(t('Kontakt och tider'), t(SETTING_WORDS[name]), words(before.settings[name]), words(after.settings[name]))
  }
  compareLists(before.areas, after.areas, t('Nätområden'), say, t, {
    name: ({ code }) => code,
    said: {
      [t('namn')]: ({ name }) => name,
      [t('e-post')]: ({ email }) => email ?? '',
      [t('postnummer')]: ({ postcodes }) => rangesInWords(postcodes),
    },
  })
  return list
}

function compareJobs(was: DraftJob, job: DraftJob, say: Say, t: Translate): void {
  const place = job.code
  const state = (active: boolean) => t(active ? 'På' : 'Av')
  say(place, t('På eller av'), state(was.active), state(job.active))
  say(place, t('Namn'), t(was.name), t(job.name))
  say(place, t('Flöde'), t(FLOW_WORDS[was.flow]), t(FLOW_WORDS[job.flow]))
  say(place, t('Framförhållning'), `${was.leadDays}`, `${job.leadDays}`)
  const days = (own?: number) => (own === undefined ? t('som ni annars') : t('{n} vardag|{n} vardagar', { n: own }))
  say(place, t('Besked på föranmälan'), days(was.decisionDays), days(job.decisionDays))
  say(place, t('Besked på färdiganmälan'), days(was.completionDays), days(job.completionDays))
  const restart = (own?: Restart) => t(own === undefined ? 'som ni annars' : RESTART_WORDS[own])
  say(place, t('När ett ärende kommer tillbaka'), restart(was.restart), restart(job.restart))
  say(place, t('Flera anläggningar'), t(was.blockAllowed ? 'Ja' : 'Nej'), t(job.blockAllowed ? 'Ja' : 'Nej'))
  for (const part of PARTS) {
    if (!isDeepStrictEqual(was[part], job[part])) {
      compareForms({ job: was, form: was[part] }, { job, form: job[part] }, t(PART_WORDS[part]), say, t)
    }
  }
}

/** The order of a section's fields, and of the fields in each row of its groups. */
function compareOrder(title: string, was: Field[], now: Field[], place: string, say: Say, t: Translate): void {
  const coded = (fields: Field[]) => fields.map((field) => ({ ...field, code: field.key }))
  const inTitle: Say = (_place, what, from, to) => say(place, `${title}, ${what}`, from, to)
  sayOrder(inTitle, '', coded(was), coded(now), ({ label }) => t(label), t)
  for (const group of now.filter((field) => field.fields)) {
    const old = was.find(({ key }) => key === group.key)
    if (old?.fields) compareOrder(t(group.label), old.fields, group.fields!, place, say, t)
  }
}

interface Side {
  job: DraftJob
  form: DraftForm
}

function compareForms(was: Side, now: Side, part: string, say: Say, t: Translate): void {
  const place = now.job.code
  for (const section of now.form.sections) {
    const before = was.form.sections.find(({ key }) => key === section.key)
    if (!before) {
      say(place, `${part} › ${t(section.title)}`, '', t('tillagt'))
      continue
    }
    say(place, `${part} › ${section.key}, ${t('rubrik')}`, t(before.title), t(section.title))
    say(place, `${t(section.title)}, ${t('hjälptext')}`, t(before.help ?? ''), t(section.help ?? ''))
    const folded = (optional?: boolean) => t(optional ? 'Fälls ihop' : 'Visas öppen')
    say(place, `${t(section.title)}, ${t('när den är tom')}`, folded(before.optional), folded(section.optional))
    compareOrder(t(section.title), before.fields, section.fields, place, say, t)
  }
  const before = new Map(namedFields(was.form).map((each) => [each.name, each]))
  const after = namedFields(now.form)
  for (const { name, field } of after) {
    const label = t(field.label)
    const old = before.get(name)?.field
    before.delete(name)
    if (old && isDeepStrictEqual(old, field)) continue
    if (!old) {
      say(place, label, '', t('nytt fält, {type}', { type: t(TYPE_WORDS[field.type]).toLowerCase() }))
      continue
    }
    const shown = (hidden?: true) => t(hidden ? 'Dolt' : 'Visas')
    say(place, `${label}, ${t('namn')}`, t(old.label), label)
    say(place, `${label}, ${t('hjälptext')}`, t(old.help ?? ''), t(field.help ?? ''))
    say(place, `${label}, ${t('visning')}`, shown(old.hidden), shown(field.hidden))
    say(
      place,
      `${label}, ${t('krav')}`,
      requiredWords(old.required, was.job, t),
      requiredWords(field.required, now.job, t),
    )
    const when = (each: typeof field, job: DraftJob) => (each.when ? conditionWords(each.when, job, t) : t('alltid'))
    say(place, `${label}, ${t('visas när')}`, when(old, was.job), when(field, now.job))
    const options = (each: typeof field) => (each.options ?? []).map((option) => t(option.label)).join(', ')
    say(place, `${label}, ${t('val')}`, options(old), options(field))
    const bounds = ({ min, max, unit }: typeof field) => [min ?? '', max ?? '', unit ?? ''].join(' – ')
    say(place, `${label}, ${t('gränser')}`, bounds(old), bounds(field))
  }
  for (const { field } of before.values()) say(place, t(field.label), t('fält'), t('borttaget'))
  compareSlots(was, now, say, t)
}

function compareSlots(was: Side, now: Side, say: Say, t: Translate): void {
  const demand = (slot: { required?: DraftForm['attachments'][number]['required']; hidden?: true }, job: DraftJob) =>
    slot.hidden ? t('Dolt') : requiredWords(slot.required, job, t)
  for (const slot of now.form.attachments) {
    const old = was.form.attachments.find(({ kind }) => kind === slot.kind)
    const name = t('Bilaga {name}', { name: t(slot.label) })
    say(now.job.code, `${name}, ${t('krav')}`, old ? demand(old, was.job) : '', demand(slot, now.job))
    if (old) say(now.job.code, `${name}, ${t('hjälptext')}`, t(old.help ?? ''), t(slot.help ?? ''))
    if (old) say(now.job.code, `${name}, ${t('namn')}`, t(old.label), t(slot.label))
  }
  for (const old of was.form.attachments) {
    if (now.form.attachments.some(({ kind }) => kind === old.kind)) continue
    say(now.job.code, t('Bilaga {name}', { name: t(old.label) }), t('bilaga'), t('borttagen'))
  }
}

function autoWords(t: Translate): Record<string, (rule: AutoRule) => string> {
  return {
    [t('på eller av')]: ({ active }) => t(active ? 'På' : 'Av'),
    [t('jobbtyper')]: ({ jobs }) => jobs.join(', '),
    [t('högsta säkring')]: ({ maxFuse }) => (maxFuse === null ? '' : `${maxFuse} A`),
    [t('utan varningar')]: ({ noWarnings }) => t(noWarnings ? 'Ja' : 'Nej'),
    [t('tidigare godkända')]: ({ minApproved }) => `${minApproved}`,
    [t('högst avvisade')]: ({ maxRejectedPercent }) => `${maxRejectedPercent} %`,
    [t('anslutningspunkt')]: ({ connectionPoint }) => connectionPoint,
    [t('upplysningar')]: ({ message }) => message,
  }
}

export const SETTING_WORDS: Record<keyof Settings, string> = {
  information: 'Informationstext',
  phone: 'Telefon',
  email: 'E-post',
  opening_hours: 'Öppettider',
  decision_days: 'Besked på föranmälan',
  completion_days: 'Besked på färdiganmälan',
  completion_lead_days: 'Framförhållning för mätare',
  consent_months: 'Medgivandet gäller',
  strict_area: 'Postnummer utanför nätområdet hindrar',
  withdrawal_allowed: 'Installatören får återkalla',
  consent_revocable: 'Medgivande kan återtas',
  mail_received: 'Mejl när en anmälan kommer in',
  mail_withdrawn: 'Mejl när en anmälan återkallas eller ska tas bort',
  mail_hold: 'Mejl när ett ärende sätts i eller tas ur väntläge',
}

export function rangesInWords(ranges: DraftArea['postcodes']): string {
  return ranges.map(([from, to]) => (from === to ? from : `${from}–${to}`)).join(', ')
}

/** The same difference in many jobs is one line that names them all. */
export function gathered(differences: Difference[]): (Omit<Difference, 'place'> & { places: string[] })[] {
  const lines = new Map<string, Omit<Difference, 'place'> & { places: string[] }>()
  for (const { place, ...rest } of differences) {
    const key = JSON.stringify(rest)
    const line = lines.get(key) ?? { ...rest, places: [] }
    line.places.push(place)
    lines.set(key, line)
  }
  return [...lines.values()]
}
