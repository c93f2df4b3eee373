import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import { FILES } from '../domain/forms/catalogue/attachments.ts'
import type { Condition } from '../domain/forms/definition.ts'
import { Conflict, NotFound } from '../web/errors.ts'
import { emptyForm, readForm } from '../web/forms.ts'
import type { Translate } from '../language/i18n.ts'
import { newKey } from '../web/once.ts'
import type { Form } from '../web/pages.ts'
import { render } from '../web/views.ts'
import type { DraftJob, Part } from './content.ts'
import type { DraftForm } from './formShape.ts'
import { stampOf } from './draft.ts'
import { conditionsOf } from './fieldEdits.ts'
import { filled, longText } from './inputs.ts'
import { jobOf } from './jobs.ts'
import { BASE, move, plain, press, pressed, readContent, showForm, write } from './page.ts'
import type { ListRow } from './views.ts'
import { PART_WORDS, requiredWords } from './labels.ts'

/** Which files a job type asks for: /jobs/:job/files */
export const files = Router({ mergeParams: true })

type Path = { job: string; slot: string }
type Slot = DraftForm['attachments'][number]
const WITH_FILES = ['notice', 'completion'] as const

files.get<Path>('/', async (req, res) => {
  const { content, bar } = await readContent(req)
  const { t } = res.locals
  const job = jobOf(content, req.params.job)
  const at = `${BASE}/jobs/${job.code}/files`
  await render(res, 'configuration/list', {
    title: t('Bilagor'),
    intro: t('Vad installatören ska bifoga. Mallar att fylla i laddas upp under Mallar.'),
    bar,
    back: { href: `${BASE}/jobs/${job.code}`, label: `${job.code} ${t(job.name)}` },
    key: newKey(),
    stamp: stampOf(slotsOf(job)),
    action: `${at}/do`,
    links: [
      { href: `${at}/new`, label: t('Ny bilaga'), icon: 'plus', primary: true },
      { href: '/owner/templates', label: t('Mallar'), icon: 'file', primary: false },
    ],
    groups: WITH_FILES.filter((part) => job[part].attachments.length > 0).map((part) => ({
      id: null,
      title: t(PART_WORDS[part]),
      sub: '',
      href: null,
      rows: job[part].attachments.map((slot) => rowOf(job, part, slot, t)),
    })),
    empty: { icon: 'paperclip', title: t('Inga bilagor'), text: t('Jobbtypen ber inte om några filer.'), action: null },
  })
})

const slotsOf = (job: DraftJob) => [job.notice.attachments, job.completion.attachments]

function rowOf(job: DraftJob, part: Part, slot: Slot, t: Translate): ListRow {
  return {
    id: `${part}.${slot.kind}`,
    title: t(slot.label),
    sub: [slot.kind, slot.hidden ? '' : requiredWords(slot.required, job, t)].filter((each) => each !== '').join(' · '),
    tags: slot.hidden
      ? [{ label: t('Dolt'), tint: 'neutral' }]
      : slot.required
        ? [{ label: slot.required === true ? t('Krävs') : t('Krävs ibland'), tint: 'amber' }]
        : [],
    href: `${BASE}/jobs/${job.code}/files/${part}.${slot.kind}`,
    toggle: slot.hidden ? { name: 'show', label: t('Visa') } : { name: 'hide', label: t('Dölj') },
    movable: true,
  }
}

function slotIn(job: DraftJob, name: string): { part: 'notice' | 'completion'; list: Slot[]; slot: Slot } {
  const [asked, kind] = name.split('.')
  const part = WITH_FILES.find((each) => each === asked)
  const slot = part && job[part].attachments.find((each) => each.kind === kind)
  if (!slot) throw new NotFound()
  return { part, list: job[part].attachments, slot }
}

files.post<Path>('/do', async (req, res) => {
  const button = pressed(req)
  await press(req, res, {
    part: (content) => slotsOf(jobOf(content, req.params.job)),
    to: `${BASE}/jobs/${req.params.job}/files`,
    work: (content) => {
      if (!button) return
      const { list, slot } = slotIn(jobOf(content, req.params.job), button.id)
      if (button.what === 'hide') slot.hidden = true
      else if (button.what === 'show') delete slot.hidden
      else move(list, slot, button.what)
    },
  })
})

const Edit = z.object({ label: filled(150), help: longText(500), required: z.string().default('nej') })
const New = Edit.extend({
  kind: z.string().regex(/^([A-Z]{3}|egen)$/, 'Välj vilken bilaga.'),
  part: z.enum(WITH_FILES).default('notice'),
  label: z.string().trim().max(150, 'Texten är för lång.').default(''),
})

files.get<Path>('/new', async (req, res) => showNew(req, res, emptyForm, false))

files.post<Path>('/new', async (req, res) => {
  const input = readForm(New, req.body)
  if (!input.ok) return showNew(req, res.status(422), input.form, false)
  const { kind: asked, part, required } = input.data
  const known = FILES[asked]
  const label = input.data.label || known?.label
  if (!label) {
    const errors = { label: 'Fyll i det här.' }
    return showNew(req, res.status(422), { values: req.body as Form['values'], errors }, false)
  }
  const help = input.data.help || known?.help
  const saved = await write(req, res, {
    part: (content) => slotsOf(jobOf(content, req.params.job)),
    work: (content) => {
      const job = jobOf(content, req.params.job)
      const used = new Set(
        slotsOf(job)
          .flat()
          .map((slot) => slot.kind),
      )
      const kind = asked === 'egen' ? freeKind(used) : asked
      // Asked for already: shown again rather than twice.
      if (used.has(kind)) for (const slot of slotsOf(job).flat()) if (slot.kind === kind) delete slot.hidden
      if (!used.has(kind))
        job[part].attachments.push({ kind, label, ...(help && { help }), ...(required === 'ja' && { required: true }) })
    },
    to: `${BASE}/jobs/${req.params.job}/files`,
  })
  if (!saved) await showNew(req, res.status(409), { values: req.body as Form['values'], errors: {} }, true)
})

/** Own kinds of files are EGA, EGB …: no kind of the trade is called so. */
function freeKind(used: ReadonlySet<string>): string {
  const kind = Array.from({ length: 26 }, (_, n) => `EG${String.fromCharCode(65 + n)}`).find((each) => !used.has(each))
  if (!kind) throw new Conflict('Det finns inte plats för fler egna bilagor.')
  return kind
}

async function showNew(req: Request<Path>, res: Response, form: Form, conflict: boolean): Promise<void> {
  const { content, bar } = await readContent(req)
  const { t } = res.locals
  const job = jobOf(content, req.params.job)
  const kinds = Object.entries(FILES).map(([value, { label }]) => ({ value, label: `${value} ${t(label)}` }))
  await showForm(res, {
    title: t('Ny bilaga'),
    back: { href: `${BASE}/jobs/${job.code}/files`, label: t('Bilagor') },
    bar,
    part: slotsOf(job),
    conflict,
    form,
    known: { part: 'notice', required: 'nej' },
    groups: plain(
      {
        key: 'kind',
        label: 'Bilaga',
        type: 'choice',
        required: true,
        width: 12,
        options: [...kinds, { value: 'egen', label: t('En egen') }],
      },
      { key: 'label', label: 'Namn', help: 'Tomt: som i listan ovan.', type: 'text', width: 12 },
      { key: 'help', label: 'Hjälptext', type: 'longText', width: 12 },
      {
        key: 'part',
        label: 'Bifogas',
        type: 'choice',
        required: true,
        options: WITH_FILES.map((value) => ({ value, label: PART_WORDS[value] })),
      },
      { key: 'required', label: 'Krävs', type: 'yesNo', required: true },
    ),
  })
}

files.get<Path>('/:slot', async (req, res) => showSlot(req, res, emptyForm, false))

files.post<Path>('/:slot', async (req, res) => {
  const input = readForm(Edit, req.body)
  if (!input.ok) return showSlot(req, res.status(422), input.form, false)
  const { label, help, required } = input.data
  const { content } = await readContent(req)
  const job = jobOf(content, req.params.job)
  const { part, slot: before } = slotIn(job, req.params.slot)
  const offered = conditionsOf(job, part, '', (words) => words).find(
    ({ condition }) => JSON.stringify(condition) === required,
  )
  if (!['ja', 'nej', 'nu'].includes(required) && !offered) {
    const errors = { required: 'Välj ett av svaren.' }
    return showSlot(req, res.status(422), { values: req.body as Form['values'], errors }, false)
  }
  const demand: boolean | Condition =
    required === 'nu' ? (before.required ?? false) : (offered?.condition ?? required === 'ja')
  const saved = await write(req, res, {
    part: (draft) => slotIn(jobOf(draft, req.params.job), req.params.slot).slot,
    work: (draft) => {
      const { slot } = slotIn(jobOf(draft, req.params.job), req.params.slot)
      slot.label = label
      if (help === '') delete slot.help
      else slot.help = help
      if (demand === false) delete slot.required
      else slot.required = demand
    },
    to: `${BASE}/jobs/${req.params.job}/files`,
  })
  if (!saved) await showSlot(req, res.status(409), { values: req.body as Form['values'], errors: {} }, true)
})

async function showSlot(req: Request<Path>, res: Response, form: Form, conflict: boolean): Promise<void> {
  const { content, bar } = await readContent(req)
  const { t } = res.locals
  const job = jobOf(content, req.params.job)
  const { part, slot } = slotIn(job, req.params.slot)
  const asNow =
    typeof slot.required === 'object'
      ? [{ value: 'nu', label: t('Som nu: {words}', { words: requiredWords(slot.required, job, t) }) }]
      : []
  await showForm(res, {
    title: t(slot.label),
    intro: `${t(PART_WORDS[part])} · ${slot.kind}`,
    back: { href: `${BASE}/jobs/${job.code}/files`, label: t('Bilagor') },
    bar,
    part: slot,
    conflict,
    form,
    known: {
      label: slot.label,
      help: slot.help ?? '',
      required: slot.required === true ? 'ja' : slot.required ? 'nu' : 'nej',
    },
    groups: plain(
      { key: 'label', label: 'Namn', type: 'text', required: true, width: 12 },
      { key: 'help', label: 'Hjälptext', type: 'longText', width: 12 },
      {
        key: 'required',
        label: 'Krav',
        type: 'choice',
        required: true,
        width: 12,
        options: [
          { value: 'nej', label: 'Frivillig' },
          { value: 'ja', label: 'Krävs' },
          ...asNow,
          ...conditionsOf(job, part, '', t).map(({ condition, label }) => ({
            value: JSON.stringify(condition),
            label: t('Krävs om {condition}', { condition: label }),
          })),
        ],
      },
    ),
  })
}
