import type { Translate } from '../language/i18n.ts'
import { formsAs, JOB_TYPES } from '../domain/forms/catalogue/jobs.ts'
import type { Views } from '../web/pages.ts'
import { draftRoom } from './draftRoom.ts'
import { fieldDifferences, jobDifferences, type FieldDifference } from './compareJobs.ts'
import type { DraftField } from './formShape.ts'
import { draftOf, findField, namedFields, type Named } from './compile.ts'
import { isOwn } from '../domain/forms/rarelyAsked.ts'
import { PARTS, type Content, type DraftJob, type Part } from './content.ts'
import { mayHide, put } from './fieldEdits.ts'
import { backTo, jobOf } from './jobs.ts'
import { conditionWords, MADE_TYPES, PART_WORDS, requiredWords, TYPE_WORDS } from './labels.ts'
import { listPage, move, type Button } from './listPage.ts'
import { BASE, type ListGroup, type ListRow, type Tag } from './part.ts'

/** A job type: every field of its forms, what is shown, asked for and in which order. /jobs/:job */
export const fields = draftRoom('/jobs/:job')

listPage(fields, {
  of: (content, path) => jobOf(content, path.job),
  address: ({ job }) => `${BASE}/jobs/${job}`,
  title: (job, { t }) => backTo(job, t).label,
  intro: 'Fälten i den ordning de visas. Dolda fält kan visas igen, och svaren i äldre ärenden finns alltid kvar.',
  back: (_job, { t }) => ({ href: `${BASE}/jobs`, label: t('Jobbtyper') }),
  links: ({ code }) => [
    { href: `${BASE}/jobs/${code}/preview`, label: 'Förhandsgranska', icon: 'eye', primary: true },
    { href: `${BASE}/jobs/${code}/basics`, label: 'Namn och flöde', icon: 'settings', primary: false },
    { href: `${BASE}/jobs/${code}/files`, label: 'Bilagor', icon: 'paperclip', primary: false },
    { href: `${BASE}/jobs/${code}/fields/new`, label: 'Nytt eget fält', icon: 'plus', primary: false },
  ],
  groups: (job, { t }) => PARTS.flatMap((part) => groupsOf(job, part, t)),
  empty: { icon: 'file', title: 'Inga fält', text: '', action: null },
  press: (job, button, content) => rearrange(content, job.code, button.id, button.what, button.before),
  folded: true,
  differing: (job, { t }) => [
    ...ofJob(job, t),
    ...PARTS.flatMap((part) => groupsOf(job, part, t)).flatMap(({ rows }) =>
      rows.flatMap(({ href, title, differs }) => (differs ? [{ href, title, what: differs }] : [])),
    ),
  ],
})

function groupsOf(job: DraftJob, part: Part, t: Translate): ListGroup[] {
  const standard = standardOf(job)
  return job[part].sections.map((section) => {
    const rows = namedFields({ sections: [section] }).map((named) => rowOf(job, section.key, named, standard, t))
    return {
      id: null,
      title: `${t(PART_WORDS[part])} › ${t(section.title)}`,
      sub: section.optional ? t('Fälls ihop tills något fylls i.') : '',
      href: `${BASE}/jobs/${job.code}/sections/${part}.${section.key}`,
      rows,
      changed: rows.filter(({ differs }) => differs).length,
    }
  })
}

/** The fields as the catalogue has them, by name; null for a job that it does not have. */
type Standard = ReadonlyMap<string, DraftField> | null

function standardOf({ code, flow }: DraftJob): Standard {
  const forms = formsAs(code, flow)
  if (!forms) return null
  return new Map(PARTS.flatMap((part) => namedFields(forms[part])).map(({ name, field }) => [name, field]))
}

/** What is handled otherwise than in the catalogue. */
function ofJob(job: DraftJob, t: Translate): NonNullable<Views['configuration/list']['differing']> {
  const known = JOB_TYPES.find(({ code }) => code === job.code)
  if (!known) return []
  const what = jobDifferences(draftOf(known, true), job, t).map(inWords)
  return what.length === 0 ? [] : [{ href: `${BASE}/jobs/${job.code}/basics`, title: t('Namn och flöde'), what }]
}

const inWords = ({ what, from, to }: FieldDifference) => `${what}: ${[from, to].filter(Boolean).join(' → ')}`

function differencesOf(job: DraftJob, { name, field }: Named, standard: Standard, t: Translate): string[] | undefined {
  if (standard === null) return undefined
  const known = standard.get(name)
  if (!known) return [t('Eget fält')]
  const what = fieldDifferences(known, field, job, t).map(inWords)
  return what.length === 0 ? undefined : what
}

function rowOf(job: DraftJob, section: string, named: Named, standard: Standard, t: Translate): ListRow {
  const { name, field, group } = named
  const { hidden, required, when } = field
  const asked = typeof required === 'object'
  const differs = differencesOf(job, named, standard, t)
  const tags: (Tag | false | undefined)[] = [
    hidden && { label: t('Dolt'), tint: 'neutral' },
    !hidden && required === true && { label: t('Krävs'), tint: 'amber' },
    !hidden && asked && { label: t('Krävs ibland'), tint: 'amber' },
    isOwn(field.key) && { label: t('Eget'), tint: 'blue' },
    !isOwn(field.key) && differs && { label: t('Ändrat'), tint: 'blue' },
    field.ownerOnly && { label: t('Bara nätbolaget'), tint: 'violet' },
  ]
  return {
    id: name,
    list: group ? group.key : section,
    title: group ? `${t(group.rowLabel ?? group.label)} › ${t(field.label)}` : t(field.label),
    sub: [
      t(field.formula ? MADE_TYPES.calculation : TYPE_WORDS[field.type]),
      when && t('Visas när {condition}', { condition: conditionWords(when, job, t) }),
      asked && requiredWords(required, job, t),
    ]
      .filter(Boolean)
      .join(' · '),
    tags: tags.filter((tag) => typeof tag === 'object'),
    href: `${BASE}/jobs/${job.code}/fields/${name}`,
    toggle: !mayHide(name, field)
      ? null
      : hidden
        ? { name: 'show', label: t('Visa') }
        : { name: 'hide', label: t('Dölj') },
    movable: true,
    ...(differs && { differs }),
  }
}

/** What a button beside a field does, in this job type alone. */
export function rearrange(content: Content, code: string, name: string, what: Button['what'], before = ''): void {
  const found = findField(jobOf(content, code), name)
  if (!found) return
  const within = found.group ? `${found.group.key}.` : ''
  if (what === 'hide' || what === 'show') {
    if (mayHide(name, found.field)) put(found.field, 'hidden', what === 'hide' || undefined)
  } else move(found.list, found.field, { what, before }, ({ key }) => within + key)
}
