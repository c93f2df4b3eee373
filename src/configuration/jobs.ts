import type { Translate } from '../language/i18n.ts'
import { NotFound } from '../web/errors.ts'
import { draftRoom } from './draftRoom.ts'
import type { Content, DraftJob } from './content.ts'
import { draftPage } from './draftPage.ts'
import { filled } from './inputs.ts'
import { FLOW_WORDS } from './labels.ts'
import { listPage, move } from './listPage.ts'
import { BASE, type ListRow } from './part.ts'

/** Installationstyper and jobbtyper: which are on, in which order, and how each is handled. */
export const jobs = draftRoom('/jobs')

const LIST = `${BASE}/jobs`

listPage(jobs, {
  of: (content) => content,
  // Not what is inside each job.
  stamped: ({ types, jobs: all }) => ({
    types,
    jobs: all.map(({ code, type, active, name, flow }) => ({ code, type, active, name, flow })),
  }),
  address: () => LIST,
  title: (_of, { t }) => t('Jobbtyper'),
  intro: 'Jobbtyperna som installatören väljer mellan. Öppna en för att ändra fält, bilagor och flöde.',
  links: () => [],
  groups: ({ types, jobs: all }, { t }) =>
    types.map(({ code, name }) => ({
      id: `type:${code}`,
      title: t(name),
      sub: '',
      href: `${LIST}/type/${code}`,
      rows: all.filter(({ type }) => type === code).map((job) => rowOf(job, t)),
    })),
  empty: { icon: 'layers', title: 'Inga jobbtyper', text: '', action: null },
  press: ({ types, jobs: all }, button) => {
    const { what, id } = button
    const type = types.find(({ code }) => `type:${code}` === id)
    const job = all.find(({ code }) => code === id)
    if (type) return move(types, type, button, ({ code }) => `type:${code}`)
    if (job && (what === 'hide' || what === 'show')) job.active = what === 'show'
    return move(
      all,
      job,
      button,
      ({ code }) => code,
      (each) => each.type === job?.type,
    )
  },
})

function rowOf(job: DraftJob, t: Translate): ListRow {
  return {
    id: job.code,
    title: `${job.code} ${t(job.name)}`,
    sub: [
      t(FLOW_WORDS[job.flow]),
      ...(job.leadDays > 0 ? [t('{n} vardag i förväg|{n} vardagar i förväg', { n: job.leadDays })] : []),
      ...(job.blockAllowed ? [t('flera anläggningar')] : []),
    ].join(' · '),
    tags: [job.active ? { label: t('På'), tint: 'green' } : { label: t('Av'), tint: 'neutral' }],
    href: `${LIST}/${job.code}`,
    toggle: job.active ? { name: 'hide', label: t('Slå av') } : { name: 'show', label: t('Slå på') },
    movable: true,
  }
}

draftPage(jobs, '/type/:code', {
  of: ({ types }, { code }) => {
    const type = types.find((each) => each.code === code)
    if (!type) throw new NotFound()
    return type
  },
  title: ({ name }, t) => t(name),
  back: (_type, t) => ({ href: LIST, label: t('Jobbtyper') }),
  inputs: () => ({ name: filled('Namn', 100) }),
  known: (type) => type,
  write: (type, data) => void Object.assign(type, data),
  to: () => LIST,
})

export function jobOf(content: Content, code: string): DraftJob {
  const job = content.jobs.find((each) => each.code === code)
  if (!job) throw new NotFound()
  return job
}

/** Up from a page of a job. */
export const backTo = ({ code, name }: DraftJob, t: Translate) => ({
  href: `${LIST}/${code}`,
  label: `${code} ${t(name)}`,
})
