import { z } from 'zod'
import { parseEmail } from '../domain/forms/identifiers/email.ts'
import { COUNTRIES } from '../domain/forms/countries.ts'
import { parseCompanyNumber } from '../domain/forms/identifiers/identity.ts'
import { parsePhone } from '../domain/forms/identifiers/phone.ts'
import { parsePostcode } from '../domain/forms/identifiers/postcode.ts'
import { identifier } from '../web/forms.ts'
import { id } from '../web/ids.ts'
import { CABLE_ONLY } from './fields.ts'
import { companyName, personName } from '../web/names.ts'

const line = (max: number, missing: string) =>
  z
    .string()
    .trim()
    .min(1, missing)
    .max(max, 'Texten är för lång.')
    .regex(/^[^\ufffd\u0000-\u001f\u007f]*$/u, 'Texten innehåller tecken som inte går att spara.')

const NO_INSTALLER = 'Ange vem som är elinstallatör för regelefterlevnad.'

const Company = z.object({
  name: companyName('Ange företagets namn.'),
  address: line(120, 'Ange företagets adress.'),
  postcode: line(12, 'Ange postnummer.'),
  country: z.enum(Object.keys(COUNTRIES), 'Välj land.').default('SE'),
  city: line(60, 'Ange postort.'),
  phone: identifier(parsePhone),
  email: identifier(parseEmail),
  compliance_name: z.union([z.string().trim().length(0), personName(NO_INSTALLER)], NO_INSTALLER),
  compliance_type: z.enum(['A', 'AL', 'B', CABLE_ONLY], 'Välj auktorisation.'),
})

/** What a company says of itself. */
export const Details = complete(Company)

/** What one answer decides of another: a Swedish postnummer, and whether an elinstallatör is named. */
function complete<T extends { country: string; postcode: string; compliance_name: string; compliance_type: string }>(
  schema: z.ZodType<T>,
) {
  return schema.transform((data, context) => {
    // The postnummer stands as it is written elsewhere.
    const read = data.country === 'SE' ? parsePostcode(data.postcode) : null
    const isAlone = data.compliance_type === CABLE_ONLY
    if (read?.ok === false) context.addIssue({ code: 'custom', path: ['postcode'], message: read.message })
    if (!isAlone && data.compliance_name === '')
      context.addIssue({ code: 'custom', path: ['compliance_name'], message: NO_INSTALLER })
    return {
      ...data,
      postcode: read?.ok ? read.value : data.postcode,
      compliance_name: isAlone ? null : data.compliance_name,
    }
  })
}

const message = z.string().trim().max(1000, 'Texten är för lång.').default('')

/** `today` decides the century of a personal number. */
export const registrationOn = (today: string) =>
  complete(
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
