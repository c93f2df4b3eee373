import { mediaTypeOf } from '../attachments/types.ts'
import type { Translate } from '../language/i18n.ts'
import type { Content, Template } from './content.ts'
import { date, dateOrNone, filled, several, text } from './inputs.ts'
import { BASE, declared, type Kept, type Tag } from './part.ts'

/** Documents that the installer fetches, fills in and sends along. */
export const templates = declared({
  place: 'Mallar',
  path: 'templates',
  of: (content: Content) => content.templates,
  name: ({ title }) => title,
  said: [
    ['namn', ({ title }) => title],
    ['när den används', ({ help }) => help],
    ['jobbtyper', ({ jobs }, t) => (jobs.length === 0 ? t('Alla jobbtyper') : jobs.join(', '))],
    ['gäller', ({ validFrom, validTo }) => `${validFrom} – ${validTo ?? ''}`.trim()],
    ['fil', fileInWords],
  ],
  check: ({ templates: all, jobs }, say, t) => {
    for (const { code, title, jobs: wanted, validFrom, validTo } of all) {
      const at = `/templates/${code}`
      if (validTo !== null && validTo < validFrom)
        say('error', t('{title} slutar gälla innan den börjar.', { title }), at)
      if (all.some((each) => each.code !== code && each.title === title))
        say('warning', t('Två mallar heter {title}.', { title }), at)
      const unknown = wanted.find((job) => !jobs.some((each) => each.code === job && each.active))
      if (unknown !== undefined)
        say('warning', t('{title} gäller {code}, som inte går att välja.', { title, code: unknown }), at)
    }
  },
  words: {
    intro: 'Dokument som installatören hämtar, fyller i och bifogar. De visas i anmälan för de jobbtyper de gäller.',
    add: 'Ny mall',
    empty: 'Inga mallar än',
    emptyText: 'Ladda upp en fullmakt eller en blankett som installatörerna ska använda.',
    remove: 'Installatörerna hittar den inte längre när utkastet är publicerat. Bifogade blanketter finns kvar.',
    icon: 'file',
  },
  order: (a: Template, b: Template) => a.title.localeCompare(b.title, 'sv'),
  title: ({ title }) => title,
  intro: (each, t) =>
    each
      ? t('Ändringen blir en ny version när utkastet publiceras. Blanketter som redan är bifogade påverkas inte.')
      : t('Installatörerna ser mallen när utkastet är publicerat och den gäller.'),
  row: (each, { content, today, t }) => {
    const names = new Map(content.jobs.map(({ code, name }) => [code, name]))
    const jobs = each.jobs.map((code) => `${code} ${t(names.get(code) ?? '')}`.trim()).join(', ')
    return { sub: `${each.name} · ${jobs || t('Alla jobbtyper')}`, tags: [stateOf(each, today, t)] }
  },
  fresh: ({ today }) => ({ validFrom: today }),
  inputs: ({ content, t }) => ({
    title: filled('Namn', 100, { help: 'T.ex. Fullmakt eller Anmälan produktion.' }),
    help: text('När den används', 200),
    validFrom: date('Gäller från och med'),
    validTo: dateOrNone('Gäller till och med', { help: 'Lämna tomt så gäller den tills vidare.' }),
    jobs: several(
      'Jobbtyper',
      content.jobs
        .filter(({ active }) => active)
        .map(({ code, name }) => ({ value: code, label: `${code} ${t(name)}` })),
      { help: 'Kryssa inte i någon om mallen ska visas för alla.' },
    ),
  }),
  problems: ({ validFrom, validTo }) =>
    validTo !== null && validTo < validFrom ? { validTo: 'Sista dagen kan inte komma före den första.' } : null,
  upload: {
    input: 'file',
    maxSize: 20_000_000,
    read: async (file) => {
      const type = await mediaTypeOf(file)
      return type
        ? { type }
        : { problem: 'Filen går inte att ta emot. Välj pdf, jpg, png, heic, docx, xlsx eller dwg.' }
    },
  },
  lacksFile: (each) => (each ? null : 'Välj filen som ska fyllas i.'),
  file: (each) => ({
    accept: '.pdf,.docx,.xlsx,.jpg,.jpeg,.png,.dwg',
    kept: each && { href: `${BASE}/files/${each.file}`, name: each.name },
  }),
  put: (content, each, said) => putTemplate(content, each?.code ?? null, said),
})

function stateOf({ validFrom: from, validTo: to }: Template, today: string, t: Translate): Tag {
  if (from > today) return { label: t('Gäller från {date}', { date: from }), tint: 'blue' }
  if (to === null) return { label: t('Gäller tills vidare'), tint: 'green' }
  return to < today
    ? { label: t('Gällde till {date}', { date: to }), tint: 'neutral' }
    : { label: t('Gäller till {date}', { date: to }), tint: 'green' }
}

/** A new one gets a code that none has; a changed one without a new file keeps the one it has. */
export function putTemplate(
  content: Content,
  code: string | null,
  said: Omit<Template, 'code' | keyof Kept> & Partial<Kept>,
): void {
  const jobs = said.jobs.filter((each) => content.jobs.some((job) => job.code === each))
  const { file, name } = said
  if (code !== null) {
    Object.assign(content.templates.find((each) => each.code === code) ?? {}, { ...said, jobs })
    return
  }
  if (file === undefined || name === undefined) throw new Error('A new template without its file')
  content.templates.push({ ...said, file, name, jobs, code: `M${file}` })
}

/** Two files may have the same name; their numbers are never the same. */
export function fileInWords({ name, file }: Kept): string {
  return `${name} (${file})`
}
