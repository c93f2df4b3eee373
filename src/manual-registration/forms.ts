import { CaseVersion } from '../cases/workflow/forms.ts'
import { z } from 'zod'
import { parseCompanyNumber } from '../domain/forms/identifiers/identity.ts'
import { optionalIdentifier } from '../web/forms.ts'
import { id } from '../web/ids.ts'
import { optionalCompanyName } from '../web/names.ts'

const text = (max: number) =>
  z
    .string()
    .trim()
    .max(max, 'Texten är för lång.')
    .regex(
      /^[^\ufffd\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/u,
      'Texten innehåller tecken som inte går att spara.',
    )
    .default('')

export const CompanySearch = z.object({
  company_q: z.string().trim().max(100).catch(''),
  _do: z.string().max(20).catch(''),
})

/** Whose case it is, what it is about and where: the first of the two pages. `today` decides a personal number's century. */
export const startOn = (today: string) =>
  z
    .object({
      company: z.union([z.literal('unknown'), id('Välj företag.')], 'Välj företag.'),
      company_name: optionalCompanyName(100),
      company_org_number: optionalIdentifier((input) => parseCompanyNumber(input, today)).default(null),
      company_contact: text(500),
      job: id('Välj jobbtyp.'),
      postcode: z.string().max(20).default(''),
      area: z.union([z.literal('').transform(() => null), id('Välj nätområde.')]).default(null),
    })
    .refine(({ company, company_name: name }) => company !== 'unknown' || name !== '', {
      path: ['company_name'],
      error: 'Skriv vad företaget heter.',
    })

export type Start = z.output<ReturnType<typeof startOn>>

/** Whoever leaves something out says why. */
export const Rest = CaseVersion.partial().extend({
  blank_reason: text(1000),
  /** What the rules said on the page that was posted (manual-registration/findings.ts). */
  _seen: z.string().max(20_000).default(''),
})
