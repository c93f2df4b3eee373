import { z } from 'zod'
import { parseEmail } from '../domain/forms/identifiers/email.ts'
import { COUNTRIES } from '../domain/forms/countries.ts'
import { parseCompanyNumber } from '../domain/forms/identifiers/identity.ts'
import { parsePhone } from '../domain/forms/identifiers/phone.ts'
import { parsePostcode } from '../domain/forms/identifiers/postcode.ts'
import { identifier } from '../web/forms.ts'
import { id } from '../web/ids.ts'
import { companyName, personName } from '../web/names.ts'

const line = (max: number, missing: string) =>
  z
    .string()
    .trim()
    .min(1, missing)
    .max(max, 'Texten är för lång.')
    .regex(/^[^\ufffd\u0000-\u001f\u007f]*$/u, 'Texten innehåller tecken som inte går att spara.')

const Company = z.object({
  name: companyName('Ange företagets namn.'),
  address: line(120, 'Ange företagets adress.'),
  postcode: line(12, 'Ange postnummer.'),
  country: z.enum(Object.keys(COUNTRIES), 'Välj land.').default('SE'),
  city: line(60, 'Ange postort.'),
  phone: identifier(parsePhone),
  email: identifier(parseEmail),
  compliance_name: personName('Ange vem som är elinstallatör för regelefterlevnad.'),
  compliance_type: z.enum(['A', 'AL', 'B'], 'Välj auktorisation.'),
})

/** What a company says of itself. */
export const Details = addressed(Company)

/** The postnummer is read as a Swedish one in Sweden, and stands as it is written elsewhere. */
function addressed<T extends { country: string; postcode: string }>(schema: z.ZodType<T>) {
  return schema.transform((data, context) => {
    if (data.country !== 'SE') return data
    const read = parsePostcode(data.postcode)
    if (read.ok) return { ...data, postcode: read.value }
    context.addIssue({ code: 'custom', path: ['postcode'], message: read.message })
    return z.NEVER
  })
}

const message = z.string().trim().max(1000, 'Texten är för lång.').default('')

/** `today` decides the century of a personal number. */
export const registrationOn = (today: string) =>
  addressed(
    Company.extend({
      org_number: identifier((input) => parseCompanyNumber(input, today), 'Ange organisationsnummer.'),
      admin_name: personName('Ange administratörens namn.'),
      admin_email: identifier(parseEmail),
      admin_phone: identifier(parsePhone),
      owner: id('Välj nätbolag.'),
      message,
      agreement: z.literal('ja', 'Läs och godkänn användaravtalet.'),
    }),
  )

export type Registration = z.output<ReturnType<typeof registrationOn>>

export const Application = z.object({ owner: id('Välj nätbolag.'), message })

export const Reason = z.object({
  reason: z
    .string()
    .trim()
    .min(10, 'Skriv minst tio tecken, så att företaget förstår varför.')
    .max(1000, 'Texten är för lång.'),
})

export const CompanyPath = z.object({ id: id() })
