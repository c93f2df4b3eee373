import { FILES } from '../domain/forms/catalogue/attachments.ts'
import type { Translate } from '../language/i18n.ts'
import { Conflict, NotFound } from '../web/errors.ts'
import { draftRoom } from './draftRoom.ts'
import { conditionIn, conditionInputs, conditionKnown, conditionProblems } from './conditionInputs.ts'
import type { DraftJob } from './content.ts'
import { put } from './fieldEdits.ts'
import type { DraftSlot } from './formShape.ts'
import { draftPage } from './draftPage.ts'
import { choice, filled, longText, pick, text, yesNo } from './inputs.ts'
import { backTo, jobOf } from './jobs.ts'
import { PART_WORDS, requiredWords } from './labels.ts'
import { listPage, move } from './listPage.ts'
import { BASE, type Path, type ListRow } from './part.ts'

/** Which files a job type asks for: /jobs/:job/files */
export const files = draftRoom('/jobs/:job/files')

const WITH_FILES = ['notice', 'completion'] as const
type WithFiles = (typeof WITH_FILES)[number]
const listOf = ({ job }: Pick<Path, 'job'>) => `${BASE}/jobs/${job}/files`
const backToList = ({ code: job }: DraftJob, t: Translate) => ({ href: listOf({ job }), label: t('Bilagor') })
const slotsOf = (job: DraftJob) => WITH_FILES.map((part) => job[part].attachments)

listPage(files, {
  support: false,
  of: (content, path) => jobOf(content, path.job),
  stamped: slotsOf,
  address: listOf,
  title: (_job, { t }) => t('Bilagor'),
  intro: 'Vad installatören ska bifoga. Mallar att fylla i laddas upp under Mallar.',
  back: (job, { t }) => backTo(job, t),
  links: ({ code: job }) => [
    { href: `${listOf({ job })}/new`, label: 'Ny bilaga', icon: 'plus', primary: true },
    { href: '/owner/templates', label: 'Mallar', icon: 'file', primary: false },
  ],
  groups: (job, { t }) =>
    WITH_FILES.filter((part) => job[part].attachments.length > 0).map((part) => ({
      id: null,
      title: t(PART_WORDS[part]),
      sub: '',
      href: null,
      rows: job[part].attachments.map((slot) => rowOf(job, part, slot, t)),
    })),
  empty: { icon: 'paperclip', title: 'Inga bilagor', text: 'Jobbtypen ber inte om några filer.', action: null },
  press: (job, { what, id }) => {
    const { part, slot } = slotIn(job, id)
    if (what === 'hide' || what === 'show') put(slot, 'hidden', what === 'hide' || undefined)
    else move(job[part].attachments, slot, what)
  },
})

function rowOf(job: DraftJob, part: WithFiles, slot: DraftSlot, t: Translate): ListRow {
  const asked = slot.required && {
    label: slot.required === true ? t('Krävs') : t('Krävs ibland'),
    tint: 'amber' as const,
  }
  return {
    id: `${part}.${slot.kind}`,
    title: t(slot.label),
    sub: [slot.kind, slot.hidden ? '' : requiredWords(slot.required, job, t)].filter((each) => each !== '').join(' · '),
    tags: slot.hidden ? [{ label: t('Dolt'), tint: 'neutral' }] : asked ? [asked] : [],
    href: `${listOf({ job: job.code })}/${part}.${slot.kind}`,
    toggle: slot.hidden ? { name: 'show', label: t('Visa') } : { name: 'hide', label: t('Dölj') },
    movable: true,
  }
}

function slotIn(job: DraftJob, name: string): { job: DraftJob; part: WithFiles; slot: DraftSlot } {
  const [asked, kind] = name.split('.')
  const part = WITH_FILES.find((each) => each === asked)
  const slot = part && job[part].attachments.find((each) => each.kind === kind)
  if (!slot) throw new NotFound()
  return { job, part, slot }
}

draftPage(files, '/new', {
  of: (content, path) => jobOf(content, path.job),
  stamped: slotsOf,
  title: (_job, t) => t('Ny bilaga'),
  back: backToList,
  inputs: (_job, { t }) => {
    const kinds = Object.entries(FILES).map(([kind, { label }]) => ({ value: kind, label: `${kind} ${t(label)}` }))
    const offered = [...kinds, { value: 'egen', label: t('En egen') }].map((each) => ({ ...each, means: each.value }))
    return {
      kind: pick('Bilaga', offered, 'Välj vilken bilaga.', (kind) => kind),
      label: text('Namn', 150, { help: 'Lämna tomt så används listan ovan.' }),
      help: longText('Hjälptext', 500),
      part: choice('Bifogas', { notice: PART_WORDS.notice, completion: PART_WORDS.completion }, 'Välj ett av svaren.', {
        width: 6,
      }),
      required: yesNo('Krävs'),
    }
  },
  known: () => ({ part: 'notice' as const, required: false }),
  problems: ({ label, kind }) => (label === '' && kind === 'egen' ? { label: 'Fyll i det här.' } : null),
  write: (job, { kind: asked, part, required, ...said }) => {
    const all = slotsOf(job).flat()
    const kind = asked === 'egen' ? freeKind(new Set(all.map((slot) => slot.kind))) : asked
    const label = said.label || (FILES[asked]?.label ?? '')
    const help = said.help || FILES[asked]?.help
    const known = all.filter((slot) => slot.kind === kind)
    // Asked for already: shown again rather than twice.
    for (const slot of known) put(slot, 'hidden', undefined)
    if (known.length === 0)
      job[part].attachments.push({ kind, label, ...(help && { help }), ...(required && { required }) })
  },
  to: listOf,
})

/** Own kinds of files are EGA, EGB …: no kind of the trade is called so. */
function freeKind(used: ReadonlySet<string>): string {
  const kind = Array.from({ length: 26 }, (_, n) => `EG${String.fromCharCode(65 + n)}`).find((each) => !used.has(each))
  if (!kind) throw new Conflict('Det finns inte plats för fler egna bilagor.')
  return kind
}

draftPage(files, '/:slot', {
  of: (content, path) => slotIn(jobOf(content, path.job), path.slot),
  stamped: ({ slot }) => slot,
  title: ({ slot }, t) => t(slot.label),
  intro: ({ part, slot }, t) => `${t(PART_WORDS[part])} · ${slot.kind}`,
  back: ({ job }, t) => backToList(job, t),
  inputs: ({ job, part, slot }, { t }) => ({
    label: filled('Namn', 150),
    help: longText('Hjälptext', 500),
    ...conditionInputs('required', { job, part, except: '' }, slot.required, t),
  }),
  known: ({ job, part, slot: { label, help = '', required } }, { t }) => ({
    label,
    help,
    ...conditionKnown('required', { job, part, except: '' }, required, t),
  }),
  problems: (data) => conditionProblems('required', data),
  write: ({ slot }, { label, help, ...rest }) => {
    const required = conditionIn('required', rest)
    slot.label = label
    put(slot, 'help', help || undefined)
    put(slot, 'required', required || undefined)
  },
  to: listOf,
})
