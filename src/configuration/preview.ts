import { untouchedSections } from '../cases/form/progress.ts'
import { initialAnswers, renumber, toValues } from '../domain/forms/repeatingGroups.ts'
import type { FormDefinition, JobType } from '../domain/forms/definition.ts'
import { newKey } from '../web/once.ts'
import { render } from '../web/views.ts'
import { draftRoom } from './draftRoom.ts'
import { compile } from './compile.ts'
import type { Content, Part } from './content.ts'
import { jobOf } from './jobs.ts'
import { readContent } from './page.ts'
import { BASE } from './part.ts'
import { PART_WORDS } from './labels.ts'

/** The form of a draft as the installer would meet it, drawn by the same views: /jobs/:job/preview?part=completion */
export const preview = draftRoom('/jobs/:job/preview')

preview.get('/', {}, async (req, res) => {
  const { content, bar, today } = await readContent(req, res)
  const { t } = res.locals
  const draft = jobOf(content, (req.params as { job: string }).job)
  const job = compile(draft, content)
  const parts = partsOf(job)
  const part = parts.find((each) => each === req.query['part']) ?? 'notice'
  const form = formOf(job, part)
  const at = `${BASE}/jobs/${job.code}`
  await render(res, 'configuration/preview', {
    title: `${t('Förhandsgranskning')}: ${job.code} ${t(job.name)}`,
    back: { href: at, label: `${job.code} ${t(job.name)}` },
    bar,
    code: job.code,
    job: t(job.name),
    ladder: content.fuses.ladder,
    information: content.settings.information,
    parts: parts.map((each) => ({
      href: `${at}/preview?part=${each}`,
      label: t(PART_WORDS[each]),
      current: each === part,
    })),
    sections: untouchedSections(form),
    slots: form.attachments,
    templates: templatesOf(content, job.code, today),
    facility: null,
    form: { values: renumber(form, toValues(form, initialAnswers(form))), errors: {} },
    key: newKey(),
  })
})

/** Those that the installer would find in the form today. */
function templatesOf({ templates }: Content, code: string, today: string): Content['templates'] {
  return templates.filter(
    ({ jobs, validFrom: from, validTo: to }) =>
      from <= today && (to === null || to >= today) && (jobs.length === 0 || jobs.includes(code)),
  )
}

/** The pages that come up in its flow: direct completion is one form of both. */
function partsOf(job: JobType): Part[] {
  if (job.flow === 'D') return ['notice']
  if (job.flow === 'F') return ['notice', 'consent', 'completion']
  return job.consent.sections.length > 0 ? ['notice', 'consent'] : ['notice']
}

function formOf(job: JobType, part: Part): FormDefinition {
  if (job.flow !== 'D') return job[part]
  return {
    sections: [...job.notice.sections, ...job.completion.sections],
    attachments: [...job.notice.attachments, ...job.completion.attachments],
    rules: [],
  }
}
