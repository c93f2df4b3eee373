import { Router } from 'express'
import { newKey } from '../web/once.ts'
import type { Translate } from '../language/i18n.ts'
import { render } from '../web/views.ts'
import { namedFields } from './compile.ts'
import { PARTS, isOwn, type Content, type DraftJob, type Part } from './content.ts'
import type { DraftField, DraftForm } from './formShape.ts'
import { stampOf } from './draft.ts'
import { mayHide } from './fieldEdits.ts'
import { jobOf } from './jobs.ts'
import { BASE, move, press, pressed, readContent } from './page.ts'
import type { ListGroup, ListRow, Tag } from './views.ts'
import { conditionWords, PART_WORDS, requiredWords, TYPE_WORDS } from './labels.ts'

/** A job type: every field of its forms, what is shown, asked for and in which order. /jobs/:job */
export const fields = Router({ mergeParams: true })

type JobPath = { job: string }

fields.get<JobPath>('/', async (req, res) => {
  const { content, bar } = await readContent(req)
  const { t } = res.locals
  const job = jobOf(content, req.params.job)
  const at = `${BASE}/jobs/${job.code}`
  await render(res, 'configuration/list', {
    title: `${job.code} ${t(job.name)}`,
    intro: t(
      'Fälten i den ordning de visas. Det som är dolt kan visas igen; svaren i äldre ärenden finns alltid kvar.',
    ),
    bar,
    back: { href: `${BASE}/jobs`, label: t('Jobbtyper') },
    key: newKey(),
    stamp: stampOf(job),
    action: `${at}/do`,
    links: [
      { href: `${at}/preview`, label: t('Förhandsgranska'), icon: 'eye', primary: true },
      { href: `${at}/basics`, label: t('Namn och flöde'), icon: 'settings', primary: false },
      { href: `${at}/files`, label: t('Bilagor'), icon: 'paperclip', primary: false },
      { href: `${at}/fields/new`, label: t('Nytt eget fält'), icon: 'plus', primary: false },
    ],
    groups: PARTS.flatMap((part) => groupsOf(job, part, t)),
    empty: { icon: 'file', title: t('Inga fält'), text: '', action: null },
  })
})

function groupsOf(job: DraftJob, part: Part, t: Translate): ListGroup[] {
  return job[part].sections.map((section) => ({
    id: null,
    title: `${t(PART_WORDS[part])} › ${t(section.title)}`,
    sub: section.optional ? t('Fälls ihop tills något fylls i.') : '',
    href: `${BASE}/jobs/${job.code}/sections/${part}.${section.key}`,
    rows: namedFields({ ...job[part], sections: [section] }).map(({ name, field, group }) =>
      rowOf(job, { name, field, group }, t),
    ),
  }))
}

function rowOf(
  job: DraftJob,
  { name, field, group }: { name: string; field: DraftField; group: DraftField | null },
  t: Translate,
): ListRow {
  const isHidden = field.hidden === true
  const tags: Tag[] = [
    ...(isHidden ? [{ label: t('Dolt'), tint: 'neutral' as const }] : []),
    ...(!isHidden && field.required === true ? [{ label: t('Krävs'), tint: 'amber' as const }] : []),
    ...(!isHidden && typeof field.required === 'object' ? [{ label: t('Krävs ibland'), tint: 'amber' as const }] : []),
    ...(isOwn(field.key) ? [{ label: t('Eget'), tint: 'blue' as const }] : []),
    ...(field.ownerOnly ? [{ label: t('Bara nätbolaget'), tint: 'violet' as const }] : []),
  ]
  const when = field.when && t('Visas om {condition}', { condition: conditionWords(field.when, job, t) })
  const asked = typeof field.required === 'object' && requiredWords(field.required, job, t)
  return {
    id: name,
    title: group ? `${t(group.rowLabel ?? group.label)} › ${t(field.label)}` : t(field.label),
    sub: [t(TYPE_WORDS[field.type]), when, asked].filter(Boolean).join(' · '),
    tags,
    href: `${BASE}/jobs/${job.code}/fields/${name}`,
    toggle: !mayHide(name, field)
      ? null
      : isHidden
        ? { name: 'show', label: t('Visa') }
        : { name: 'hide', label: t('Dölj') },
    movable: true,
  }
}

fields.post<JobPath>('/do', async (req, res) => {
  const button = pressed(req)
  await press(req, res, {
    part: (content) => jobOf(content, req.params.job),
    to: `${BASE}/jobs/${req.params.job}`,
    work: (content) => {
      if (button) rearrange(content, req.params.job, button.id, button.what)
    },
  })
})

/** What a button beside a field does, in this job type alone. */
export function rearrange(content: Content, code: string, name: string, what: 'up' | 'down' | 'hide' | 'show'): void {
  const job = jobOf(content, code)
  for (const part of PARTS) {
    const found = placeOf(job[part], name)
    if (!found) continue
    if (what === 'up' || what === 'down') move(found.list, found.field, what)
    else if (mayHide(name, found.field)) {
      if (what === 'hide') found.field.hidden = true
      else delete found.field.hidden
    }
  }
}

function placeOf(form: DraftForm, name: string): { list: DraftField[]; field: DraftField } | null {
  const [key, column] = name.split('.')
  for (const section of form.sections) {
    const field = section.fields.find((each) => each.key === key)
    if (!field) continue
    if (column === undefined) return { list: section.fields, field }
    const inGroup = field.fields?.find((each) => each.key === column)
    return inGroup ? { list: field.fields!, field: inGroup } : null
  }
  return null
}
