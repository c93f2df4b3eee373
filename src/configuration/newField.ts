import { draftRoom } from './draftRoom.ts'
import { PARTS } from './content.ts'
import { boundsInputs, helpInput, optionsFrom, optionsInput, scopeInput } from './field.ts'
import { addField, newKeyFor } from './fieldEdits.ts'
import { draftPage } from './draftPage.ts'
import { choice, filled, onlyIf, pick, text } from './inputs.ts'
import { backTo, jobOf } from './jobs.ts'
import { OWN_TYPES, PART_WORDS } from './labels.ts'
import { BASE } from './part.ts'

/** A new field of the owner's own: /jobs/:job/fields/new */
export const newField = draftRoom('/jobs/:job/fields')

const isChoice = (type: keyof typeof OWN_TYPES) => type === 'choice' || type === 'choices'

draftPage(newField, '/new', {
  of: (content, { job }) => jobOf(content, job),
  title: (_job, t) => t('Nytt eget fält'),
  intro: (_job, t) =>
    t('Fältet får en egen nyckel som aldrig ändras. Det läggs sist i sitt avsnitt och kan flyttas sedan.'),
  back: backTo,
  inputs: (job, { content, t }) => {
    const places = PARTS.flatMap((part) =>
      job[part].sections.map(({ key, title }) => ({
        value: `${part}.${key}`,
        label: `${t(PART_WORDS[part])} › ${t(title)}`,
        means: { part, section: key },
      })),
    )
    return {
      key: onlyIf(false, text('', 20), newKeyFor()),
      section: pick('Var', places, 'Välj var fältet ska stå.', ({ part, section }) => `${part}.${section}`),
      type: choice('Vad som fylls i', OWN_TYPES, 'Välj vad fältet är.', { width: 6 }),
      label: filled('Namn', 150),
      help: helpInput(),
      required: choice('Krävs', { nej: 'Frivillig', ja: 'Krävs' }, 'Välj ett av svaren.', { width: 6 }),
      options: optionsInput({ heading: 'Om det är val eller tal' }),
      ...boundsInputs(true),
      scope: { ...scopeInput(content, job, null, t), heading: '' },
    }
  },
  known: () => ({ required: 'nej' as const, scope: 'one' as const }),
  problems: ({ type, options }) =>
    isChoice(type) && options.length < 2 ? { options: 'Skriv minst två val, ett på varje rad.' } : null,
  write: (job, { key, section, type, label, help, required, options, unit, min, max, scope }, content) => {
    const made = {
      key,
      label,
      type,
      width: type === 'longText' || type === 'choices' ? (12 as const) : (6 as const),
      ...(help && { help }),
      ...(required === 'ja' && { required: true }),
      ...(isChoice(type) && { options: optionsFrom(options, []) }),
      ...(type === 'number' && {
        decimals: 2,
        ...(unit && { unit }),
        ...(min !== null && { min }),
        ...(max !== null && { max }),
      }),
    }
    addField(content, job.code, section, made, scope === 'all')
  },
  to: ({ job }, made) => `${BASE}/jobs/${job}/fields/${made?.key ?? ''}`,
})
