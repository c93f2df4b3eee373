import type { AttachmentRow, CaseRow } from '../../db/rowTypes.ts'
import type { JobType } from '../../domain/forms/definition.ts'
import { calledInWords, rowOf } from '../../domain/forms/pointed.ts'
import type { Mark, Pointing, ReadSection } from '../../domain/forms/present.ts'
import type { Translate } from '../../language/i18n.ts'
import type { Form } from '../../web/pages.ts'
import { calledIn, decidedParts, pointableOf } from '../workflow/points.ts'
import type { Decision } from './views.ts'

/** What is read, with what stands beside each value: a box to mark it, or what was said of it. */
export function withPointing(sections: ReadSection[], at: (name: string) => Pointing): ReadSection[] {
  return sections.map((section) => ({
    ...section,
    items: section.items.map((item) => ({ ...item, ...at(item.key) })),
    rows: section.rows.map((row) => ({ ...row, items: row.items.map((item) => ({ ...item, ...at(item.key) })) })),
    tables: section.tables.map((table) => ({
      ...table,
      points: table.body.map(([first]) => (first ? at(rowOf(first.key)) : {})),
    })),
  }))
}

/** What the words at a marked value are posted as. */
export const wordsName = (name: string): string => `words.${name}`

/** The boxes of a rejection that is being written: at each value, and of the files. */
export function marksOf(
  kase: CaseRow,
  job: JobType,
  files: AttachmentRow[],
  form: Form,
  t: Translate,
): { at: (name: string) => Pointing } & Pick<Decision, 'files' | 'pointed'> {
  const { fields, kinds } = pointableOf(kase, job, files)
  const [part] = decidedParts(kase)
  const posted = (name: string) => [form.values[name] ?? []].flat()
  const on = new Set([...posted('fields'), ...posted('attachments').map((kind) => `file.${kind}`)])
  const markOf = (name: string): Mark => ({
    name,
    label: calledInWords(calledIn(job, part!, name), t),
    on: on.has(name),
    words: posted(wordsName(name))[0] ?? '',
    ...(form.errors[wordsName(name)] && { error: form.errors[wordsName(name)] }),
  })
  const marks = new Map(fields.map((name) => [name, markOf(name)]))
  const ofFiles = kinds.map((kind) => ({
    mark: markOf(`file.${kind}`),
    names: files.filter((file) => isHeld(file) && file.kind === kind).map(({ name }) => name),
  }))
  return {
    at: (name) => (marks.has(name) ? { mark: marks.get(name)! } : {}),
    files: ofFiles,
    pointed: [...marks.values(), ...ofFiles.map(({ mark }) => mark)]
      .filter((mark) => mark.on)
      .map(({ name, label, words }) => ({ label, words, href: `#point-${name}` })),
  }
}

const isHeld = ({ side, outdated_at }: AttachmentRow) => side === 'installer' && outdated_at === null
