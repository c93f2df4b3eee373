import { NotFound } from '../web/errors.ts'
import { draftRoom } from './draftRoom.ts'
import { PARTS } from './content.ts'
import { draftPage } from './draftPage.ts'
import { filled, longText, yesNo } from './inputs.ts'
import { backTo, jobOf } from './jobs.ts'
import { conditionWords, PART_WORDS } from './labels.ts'
import { BASE } from './part.ts'
import { put } from './fieldEdits.ts'

/** A section of a form: its heading and help, and whether it starts folded. /jobs/:job/sections/notice.B */
export const sections = draftRoom('/jobs/:job/sections')

draftPage(sections, '/:section', {
  of: (content, path) => {
    const job = jobOf(content, path.job)
    const [asked, key] = path.section.split('.')
    const part = PARTS.find((each) => each === asked)
    const section = part && job[part].sections.find((each) => each.key === key)
    if (!section) throw new NotFound()
    return { job, part, section }
  },
  // The fields have pages of their own.
  stamped: ({ section: { title, help, optional } }) => ({ title, help, optional }),
  title: ({ section }, t) => t(section.title),
  intro: ({ job, part }, t) => `${t(PART_WORDS[part])} · ${backTo(job, t).label}`,
  notes: ({ job, section: { when } }, { t }) =>
    when ? [t('Visas när {condition}', { condition: conditionWords(when, job, t) })] : [],
  back: ({ job }, t) => backTo(job, t),
  inputs: () => ({
    title: filled('Rubrik', 150),
    help: longText('Hjälptext', 500, { help: 'Visas under rubriken.' }),
    optional: yesNo('Fälls ihop, och krävs bara om något i det är ifyllt', { width: 12 }),
  }),
  known: ({ section: { title, help = '', optional = false } }) => ({ title, help, optional }),
  write: ({ section }, { title, help, optional }) => {
    section.title = title
    put(section, 'help', help || undefined)
    put(section, 'optional', optional || undefined)
  },
  to: ({ job }) => `${BASE}/jobs/${job}`,
})
