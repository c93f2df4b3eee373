import { OWNER_CODE } from '../domain/caseReference.ts'
import { z } from 'zod'
import { parseAreaCode } from '../domain/forms/identifiers/areaCode.ts'
import { parseEmail } from '../domain/forms/identifiers/email.ts'
import { parseGln } from '../domain/forms/identifiers/gln.ts'
import { parseOrgNumber } from '../domain/forms/identifiers/orgNumber.ts'
import { parsePhone } from '../domain/forms/identifiers/phone.ts'
import { parsePostcodes } from '../domain/forms/identifiers/postcode.ts'
import type { Field } from '../domain/forms/definition.ts'
import { identifier, optionalIdentifier } from '../web/forms.ts'
import { companyName, personName } from '../web/names.ts'

const line = (max: number, missing: string) =>
  z
    .string()
    .trim()
    .min(1, missing)
    .max(max, 'Texten är för lång.')
    .regex(/^[^\ufffd\u0000-\u001f\u007f]*$/u, 'Texten innehåller tecken som inte går att spara.')

export const FirstAdmin = z.object({
  admin_name: personName('Ange administratörens namn.'),
  admin_email: identifier(parseEmail),
})

// In the order of the page, which is that of the list of what is wrong.
export const NewOwner = z.object({
  name: companyName('Ange nätbolagets namn.'),
  code: z
    .string()
    .trim()
    .toUpperCase()
    .regex(new RegExp(`^${OWNER_CODE}$`), 'Två till fem bokstäver A–Z.'),
  org_number: identifier(parseOrgNumber),
  gln: optionalIdentifier(parseGln).default(null),
  email: identifier(parseEmail),
  phone: optionalIdentifier(parsePhone).default(null),
  area_code: identifier(parseAreaCode),
  area_name: line(80, 'Ange nätområdets namn.'),
  postcodes: z.string().max(4000, 'Texten är för lång.').transform(readRanges),
  ...FirstAdmin.shape,
})

export type Range = [from: string, to: string]

/** '12340-12349, 123 52' → ranges; each on its own, by comma or on a line of its own. */
function readRanges(text: string, context: z.RefinementCtx): Range[] {
  const parts = text.split(/[,;\n]+/).filter((part) => part.trim() !== '')
  const refuse = (message: string) => context.addIssue({ code: 'custom', message })
  const ranges: Range[] = []
  for (const part of parts) {
    const range = parsePostcodes(part)
    if (range === null) {
      refuse('Skriv som 12340-12349, med komma emellan. Det första numret är lägst.')
      return z.NEVER
    }
    ranges.push(range)
  }
  ranges.sort(([a], [b]) => a.localeCompare(b))
  if (ranges.length === 0) refuse('Ange minst ett postnummer.')
  if (ranges.some(([from], index) => index > 0 && from <= ranges[index - 1]![1]))
    refuse('Samma postnummer står två gånger.')
  return ranges
}

/** The sections of the form, drawn by the same partial as every other. */
export const SECTIONS: { title: string; fields: Field[] }[] = [
  {
    title: 'Nätbolaget',
    fields: [
      { key: 'name', label: 'Namn', type: 'text', required: true, width: 8, help: 'Som det står i bolagsregistret.' },
      {
        key: 'code',
        label: 'Kortnamn',
        type: 'text',
        required: true,
        width: 4,
        help: 'Två till fem bokstäver. Står först i ärendenas adresser och går inte att ändra.',
      },
      { key: 'org_number', label: 'Organisationsnummer', type: 'orgNumber', required: true, width: 6 },
      { key: 'gln', label: 'GLN', type: 'gln', width: 6, help: '13 siffror, om nätbolaget har ett.' },
      {
        key: 'email',
        label: 'E-postadress',
        type: 'email',
        required: true,
        width: 6,
        help: 'Företagens ansökningar skickas hit, och adressen visas för installatörerna.',
      },
      { key: 'phone', label: 'Telefon', type: 'phone', width: 6 },
    ],
  },
  {
    title: 'Första nätområdet',
    fields: [
      {
        key: 'area_code',
        label: 'Nätområdes-ID',
        type: 'text',
        required: true,
        width: 4,
        help: 'Tre tecken från Svenska kraftnät.',
      },
      { key: 'area_name', label: 'Nätområdets namn', type: 'text', required: true, width: 8 },
      {
        key: 'postcodes',
        label: 'Postnummer',
        type: 'longText',
        required: true,
        width: 12,
        help: 'Som 12340-12349, 12352. Med komma eller radbrytning emellan.',
      },
    ],
  },
  {
    title: 'Första administratören',
    fields: [
      { key: 'admin_name', label: 'Administratörens namn', type: 'text', required: true, width: 6 },
      {
        key: 'admin_email',
        label: 'Administratörens e-postadress',
        type: 'email',
        required: true,
        width: 6,
        help: 'Länken för att välja lösenord skickas hit. Den gäller i sju dagar.',
      },
    ],
  },
]
