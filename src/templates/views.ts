import type { TemplateRow } from '../db/rows.ts'
import type { Field } from '../forms/definition.ts'
import type { Page, WithForm } from '../web/pages.ts'

export interface TemplateViews {
  'templates/list': Page & {
    key: string
    list: (TemplateRow & { jobs: string; state: { label: string; tint: string } })[]
  }
  'templates/edit': WithForm & {
    /** null for a new one. */
    template: TemplateRow | null
    fields: Field[]
  }
}
