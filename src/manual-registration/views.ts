import type { CaseRow } from '../db/rowTypes.ts'
import type { AttachmentSlot, Finding } from '../domain/forms/definition.ts'
import type { EditSection } from '../cases/form/views.ts'
import type { WithForm } from '../web/pages.ts'

declare module '../web/pages.ts' {
  interface Views {
    'manual-registration/start': WithForm & {
      companies: { id: number; name: string; org_number: string }[]
      types: Views['cases/new']['types']
      areas: { id: number; code: string; name: string }[]
    }
    'manual-registration/form': WithForm & {
      /** null: it is about to be registered. */
      kase: Pick<CaseRow, 'ref' | 'number' | 'version'> | null
      jobName: string
      companyName: string
      /** What was chosen on the page before, carried along. */
      chosen: Record<string, string>
      sections: EditSection[]
      slots: AttachmentSlot[]
      ladder: number[]
      /** Nothing is fetched from the register into a paper case. */
      facility: Views['cases/edit']['facility']
      /** Labels of what is demanded and not filled in, once that has been posted. */
      blanks: string[]
      /** What the rules say of what is filled in, with the name each is known by when the page is posted. */
      findings: (Finding & { name: string })[]
      label: string
    }
  }
}
