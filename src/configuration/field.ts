import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import type { Field } from '../domain/forms/definition.ts'
import { NotFound } from '../web/errors.ts'
import { emptyForm, readForm } from '../web/forms.ts'
import type { Translate } from '../language/i18n.ts'
import type { Form } from '../web/pages.ts'
import { findField } from './compile.ts'
import { isOwn, PARTS, type Content, type DraftJob, type Part } from './content.ts'
import type { DraftField } from './formShape.ts'
import { addField, conditionsOf, editField, mayHide, mayUnask, newKeyFor, removeField } from './fieldEdits.ts'
import { decimalOrNone, filled, line, longText } from './inputs.ts'
import { jobOf } from './jobs.ts'
import { BASE, readContent, showForm, write } from './page.ts'
import { conditionWords, OWN_TYPES, PART_WORDS, requiredWords, TYPE_WORDS } from './labels.ts'

/** One field of a job type, or a new one of the owner's own: /jobs/:job/fields */
export const field = Router({ mergeParams: true })

type Path = { job: string; field: string }

const Edit = z.object({
  label: filled(150),
  help: longText(500),
  shown: z.enum(['ja', 'nej']).default('ja'),
  required: z.string().default('nej'),
  when: z.string().default('alltid'),
  options: longText(4000),
  unit: line(20),
  min: decimalOrNone,
  max: decimalOrNone,
  scope: z.enum(['one', 'all']).default('one'),
})

field.get<Path>('/new', async (req, res) => showNew(req, res, emptyForm, false))

const New = Edit.extend({
  section: z.string().regex(/^(notice|consent|completion)\.\w{1,10}$/, 'Välj var fältet ska stå.'),
  type: z.enum(Object.keys(OWN_TYPES) as [keyof typeof OWN_TYPES], 'Välj vad fältet är.'),
})

field.post<Path>('/new', async (req, res) => {
  const input = readForm(New, req.body)
  if (!input.ok) return showNew(req, res.status(422), input.form, false)
  const { type, scope, section, label, help } = input.data
  const options = optionsFrom(input.data.options, [])
  if ((type === 'choice' || type === 'choices') && options.length < 2) {
    const errors = { options: 'Skriv minst två val, ett på varje rad.' }
    return showNew(req, res.status(422), { values: req.body as Form['values'], errors }, false)
  }
  const [part, key] = section.split('.') as [Part, string]
  const made: DraftField = {
    key: newKeyFor(),
    label,
    type,
    width: type === 'longText' || type === 'choices' ? 12 : 6,
    ...(help && { help }),
    ...(input.data.required === 'ja' && { required: true }),
    ...((type === 'choice' || type === 'choices') && { options }),
    ...(type === 'number' && numberOf(input.data)),
  }
  const saved = await write(req, res, {
    part: (content) => jobOf(content, req.params.job),
    work: (content) => addField(content, req.params.job, { part, section: key }, made, scope === 'all'),
    to: `${BASE}/jobs/${req.params.job}/fields/${made.key}`,
  })
  if (!saved) await showNew(req, res.status(409), { values: req.body as Form['values'], errors: {} }, true)
})

function numberOf({ unit, min, max }: { unit: string; min: number | null; max: number | null }) {
  return { decimals: 2, ...(unit && { unit }), ...(min !== null && { min }), ...(max !== null && { max }) }
}

async function showNew(req: Request<Path>, res: Response, form: Form, conflict: boolean): Promise<void> {
  const { content, bar } = await readContent(req)
  const { t } = res.locals
  const job = jobOf(content, req.params.job)
  const sections = PARTS.flatMap((part) =>
    job[part].sections.map((section) => ({
      value: `${part}.${section.key}`,
      label: `${t(PART_WORDS[part])} › ${t(section.title)}`,
    })),
  )
  await showForm(res, {
    title: t('Nytt eget fält'),
    intro: t('Fältet får en egen nyckel som aldrig ändras. Det läggs sist i sitt avsnitt och kan flyttas sedan.'),
    back: { href: `${BASE}/jobs/${job.code}`, label: `${job.code} ${t(job.name)}` },
    bar,
    part: job,
    conflict,
    form,
    known: { required: 'nej', scope: 'one' },
    groups: [
      {
        title: '',
        fields: [
          { key: 'section', label: 'Var', type: 'choice', required: true, options: sections, width: 12 },
          {
            key: 'type',
            label: 'Vad som fylls i',
            type: 'choice',
            required: true,
            options: Object.entries(OWN_TYPES).map(([value, label]) => ({ value, label })),
          },
          { key: 'label', label: 'Namn', type: 'text', required: true, width: 12 },
          HELP,
          {
            key: 'required',
            label: 'Krävs',
            type: 'choice',
            required: true,
            options: [
              { value: 'nej', label: 'Frivillig' },
              { value: 'ja', label: 'Krävs' },
            ],
          },
        ],
      },
      { title: 'Om det är val eller tal', fields: [OPTIONS, UNIT, ...BOUNDS] },
      { title: '', fields: [scopeField(content, job, null, t)] },
    ],
  })
}

field.get<Path>('/:field', async (req, res) => showField(req, res, emptyForm, false))

field.post<Path>('/:field', async (req, res) => {
  const input = readForm(Edit, req.body)
  if (!input.ok) return showField(req, res.status(422), input.form, false)
  const { job: code, field: name } = req.params
  const problem = await problemOf(req, input.data)
  if (problem) return showField(req, res.status(422), { values: req.body as Form['values'], errors: problem }, false)
  const saved = await write(req, res, {
    part: (content) => findField(jobOf(content, code), name)?.field,
    work: (content) => {
      const job = jobOf(content, code)
      const found = findField(job, name)
      if (!found) throw new NotFound()
      const { label, help, shown, scope } = input.data
      editField(
        content,
        code,
        name,
        {
          label,
          help,
          hidden: shown === 'nej',
          required: pick(input.data.required, found.field.required ?? false) as never,
          when: pick(input.data.when, found.field.when ?? null) as never,
          ...(found.field.options && { options: optionsFrom(input.data.options, found.field.options, isOwn(name)) }),
          ...(isOwn(name) &&
            found.field.type === 'number' && { unit: input.data.unit, min: input.data.min, max: input.data.max }),
        },
        scope === 'all',
      )
    },
    to: `${BASE}/jobs/${code}`,
  })
  if (!saved) await showField(req, res.status(409), { values: req.body as Form['values'], errors: {} }, true)
})

field.post<Path>('/:field/remove', async (req, res) => {
  const { job: code, field: name } = req.params
  const saved = await write(req, res, {
    part: (content) => findField(jobOf(content, code), name)?.field,
    work: (content) => removeField(content, code, name, (req.body as Form['values'])['scope'] === 'all'),
    to: `${BASE}/jobs/${code}`,
  })
  if (!saved) await showField(req, res.status(409), emptyForm, true)
})

/** What was picked: a word, as it was, or one of the conditions on offer. */
function pick(choice: string, before: unknown): unknown {
  if (choice === 'ja') return true
  if (choice === 'nej') return false
  if (choice === 'alltid') return null
  return choice === 'nu' ? before : JSON.parse(choice)
}

/** A condition that was not on offer, or options that no longer make sense. */
async function problemOf(
  req: Request<Path>,
  { required, when, options }: z.output<typeof Edit>,
): Promise<Form['errors'] | null> {
  const { content } = await readContent(req)
  const job = jobOf(content, req.params.job)
  const found = findField(job, req.params.field)
  if (!found) throw new NotFound()
  const offered = new Set(offerOf(job, found.part, req.params.field, (words) => words).map(({ value }) => value))
  if (!['ja', 'nej', 'nu'].includes(required) && !offered.has(required)) return { required: 'Välj ett av svaren.' }
  if (!['alltid', 'nu'].includes(when) && !offered.has(when)) return { when: 'Välj ett av svaren.' }
  if (!found.field.options) return null
  const lines = linesOf(options)
  if (lines.length === 0) return { options: 'Skriv minst ett val.' }
  return !isOwn(req.params.field) && lines.length !== found.field.options.length
    ? { options: 'Katalogens val kan byta namn, men inte bli fler eller färre: kontroller och statistik läser dem.' }
    : null
}

function offerOf(job: DraftJob, part: Part, name: string, t: Translate) {
  return conditionsOf(job, part, name, t).map(({ condition, label }) => ({ value: JSON.stringify(condition), label }))
}

const linesOf = (text: string) => [
  ...new Set(
    text
      .split('\n')
      .map((each) => each.trim())
      .filter((each) => each !== ''),
  ),
]

/** An own field's option is another when its words are; those of the catalogue keep their values in order. */
function optionsFrom(text: string, before: NonNullable<DraftField['options']>, own = true) {
  const labels = linesOf(text).map((label) => label.slice(0, 150))
  if (!own) return labels.map((label, index) => ({ value: before[index]!.value, label }))
  const used = new Set(before.map(({ value }) => value))
  let next = 1
  const fresh = () => {
    while (used.has(`val${next}`)) next += 1
    used.add(`val${next}`)
    return `val${next}`
  }
  return labels.map((label) => ({ value: before.find((option) => option.label === label)?.value ?? fresh(), label }))
}

async function showField(req: Request<Path>, res: Response, form: Form, conflict: boolean): Promise<void> {
  const { content, bar } = await readContent(req)
  const { t } = res.locals
  const name = req.params.field
  const job = jobOf(content, req.params.job)
  const found = findField(job, name)
  if (!found) throw new NotFound()
  const { field: each, part } = found
  const offered = offerOf(job, part, name, t)
  const asNow = (value: unknown, words: string) =>
    typeof value === 'object' && value !== null ? [{ value: 'nu', label: t('Som nu: {words}', { words }) }] : []
  const required = {
    key: 'required',
    label: 'Krav',
    type: 'choice' as const,
    required: true,
    width: 12 as const,
    options: [
      { value: 'nej', label: 'Frivillig' },
      { value: 'ja', label: 'Krävs' },
      ...asNow(each.required, requiredWords(each.required, job, t)),
      ...offered.map(({ value, label }) => ({ value, label: t('Krävs om {condition}', { condition: label }) })),
    ],
  }
  const when = {
    key: 'when',
    label: 'Visas',
    type: 'choice' as const,
    required: true,
    width: 12 as const,
    options: [
      { value: 'alltid', label: 'Alltid' },
      ...asNow(each.when, each.when ? conditionWords(each.when, job, t) : ''),
      ...offered.map(({ value, label }) => ({ value, label: t('Visas om {condition}', { condition: label }) })),
    ],
  }
  const shown: Field = { key: 'shown', label: 'Med i formuläret', type: 'yesNo', required: true }
  const isNumber = isOwn(name) && each.type === 'number'
  await showForm(res, {
    title: t(each.label),
    intro: `${t(PART_WORDS[part])} › ${t(found.section.title)} · ${t(TYPE_WORDS[each.type])} · ${name}`,
    notes: [
      ...(mayHide(name, each) ? [] : [t('Fältet visas alltid: listor, regler eller medgivandet bygger på det.')]),
      ...(mayUnask(name, each) ? [] : [t('Kravet kan inte ändras.')]),
    ],
    back: { href: `${BASE}/jobs/${job.code}`, label: `${job.code} ${t(job.name)}` },
    bar,
    part: each,
    conflict,
    form,
    known: {
      label: each.label,
      help: each.help ?? '',
      shown: each.hidden ? 'nej' : 'ja',
      required: each.required === true ? 'ja' : each.required ? 'nu' : 'nej',
      when: each.when ? 'nu' : 'alltid',
      options: (each.options ?? []).map(({ label }) => label).join('\n'),
      unit: each.unit ?? '',
      min: String(each.min ?? '').replace('.', ','),
      max: String(each.max ?? '').replace('.', ','),
      scope: 'one',
    },
    groups: [
      {
        title: '',
        fields: [
          { key: 'label', label: 'Namn', type: 'text', required: true, width: 12 },
          HELP,
          ...(each.options ? [OPTIONS] : []),
          ...(isNumber ? [UNIT, ...BOUNDS] : []),
          ...(mayHide(name, each) ? [shown] : []),
          ...(mayUnask(name, each) ? [required] : []),
          when,
          scopeField(content, job, name, t),
        ],
      },
    ],
    removal: isOwn(name)
      ? { label: t('Ta bort fältet'), text: t('Svar i ärenden som redan har fältet finns kvar.') }
      : null,
  })
}

const HELP: Field = { key: 'help', label: 'Hjälptext', help: 'Visas vid fältet.', type: 'longText', width: 12 }
const OPTIONS: Field = { key: 'options', label: 'Val', help: 'Ett på varje rad.', type: 'longText', width: 12 }
const UNIT: Field = { key: 'unit', label: 'Enhet', help: 'T.ex. kW eller m.', type: 'text', width: 4 }
const BOUNDS: Field[] = [
  { key: 'min', label: 'Minst', type: 'number', width: 4 },
  { key: 'max', label: 'Högst', type: 'number', width: 4 },
]

/** One job type, or every one that has the field: what was changed, and nothing else of it. */
function scopeField(content: Content, job: DraftJob, name: string | null, t: Translate): Field {
  const n = name === null ? content.jobs.length : content.jobs.filter((each) => findField(each, name)).length
  return {
    key: 'scope',
    label: 'Gäller',
    type: 'choice',
    required: true,
    width: 12,
    options: [
      { value: 'one', label: job.code },
      {
        value: 'all',
        label: name === null ? 'Alla jobbtyper som har avsnittet' : t('Alla som har fältet ({n})', { n }),
      },
    ],
  }
}
