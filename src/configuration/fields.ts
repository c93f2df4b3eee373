import type { Translate } from '../language/i18n.ts'
import { draftRoom } from './draftRoom.ts'
import { findField, namedFields, type Named } from './compile.ts'
import { isOwn } from '../domain/forms/rarelyAsked.ts'
import { PARTS, type Content, type DraftJob, type Part } from './content.ts'
import { mayHide, put } from './fieldEdits.ts'
import { backTo, jobOf } from './jobs.ts'
import { conditionWords, PART_WORDS, requiredWords, TYPE_WORDS } from './labels.ts'
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
  press: (job, { what, id }, content) => rearrange(content, job.code, id, what),
})

function groupsOf(job: DraftJob, part: Part, t: Translate): ListGroup[] {
  return job[part].sections.map((section) => ({
    id: null,
    title: `${t(PART_WORDS[part])} › ${t(section.title)}`,
    sub: section.optional ? t('Fälls ihop tills något fylls i.') : '',
    href: `${BASE}/jobs/${job.code}/sections/${part}.${section.key}`,
    rows: namedFields({ sections: [section] }).map((named) => rowOf(job, named, t)),
  }))
}

function rowOf(job: DraftJob, { name, field, group }: Named, t: Translate): ListRow {
  const { hidden, required, when } = field
  const asked = typeof required === 'object'
  const tags: (Tag | false | undefined)[] = [
    hidden && { label: t('Dolt'), tint: 'neutral' },
    !hidden && required === true && { label: t('Krävs'), tint: 'amber' },
    !hidden && asked && { label: t('Krävs ibland'), tint: 'amber' },
    isOwn(field.key) && { label: t('Eget'), tint: 'blue' },
    field.ownerOnly && { label: t('Bara nätbolaget'), tint: 'violet' },
  ]
  return {
    id: name,
    title: group ? `${t(group.rowLabel ?? group.label)} › ${t(field.label)}` : t(field.label),
    sub: [
      t(TYPE_WORDS[field.type]),
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
  }
}

/** What a button beside a field does, in this job type alone. */
export function rearrange(content: Content, code: string, name: string, what: Button['what']): void {
  const found = findField(jobOf(content, code), name)
  if (!found) return
  if (what === 'up' || what === 'down') move(found.list, found.field, what)
  else if (mayHide(name, found.field)) put(found.field, 'hidden', what === 'hide' || undefined)
}
