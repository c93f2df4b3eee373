import { COUNTRIES } from '../domain/forms/countries.ts'
import type { Field } from '../domain/forms/definition.ts'

/** Registered at Elsäkerhetsverket for laying cable alone: no elinstallatör answers for it. */
export const CABLE_ONLY = 'K'

const NUMBER = 'Enskild firma: personnumret. Utländskt företag: momsregistreringsnumret med landskod.'

const text = (key: string, label: string, more: Partial<Field> = {}): Field => ({
  key,
  label,
  type: 'text',
  required: true,
  width: 6,
  ...more,
})

/** What a company says of itself, as its registration and its own page ask for it; the labels are keys of t(). */
export const DETAILS: Field[] = [
  text('name', 'Företagsnamn', { width: 12 }),
  text('address', 'Adress'),
  text('postcode', 'Postnummer', { type: 'postcode', width: 3 }),
  text('city', 'Ort', { width: 3 }),
  text('country', 'Land', {
    type: 'choice',
    initial: 'SE',
    options: Object.entries(COUNTRIES).map(([value, label]) => ({ value, label })),
  }),
  text('phone', 'Telefon', { type: 'phone' }),
  text('email', 'Företagets e-post', { type: 'email', help: 'Svar på ansökningar skickas hit.' }),
  text('compliance_name', 'Elinstallatör för regelefterlevnad', {
    required: { not: { field: 'compliance_type', is: CABLE_ONLY } },
    help: 'Behövs inte för företag som bara förlägger kabel.',
  }),
  text('compliance_type', 'Auktorisation', {
    type: 'choice',
    options: [
      ...['A', 'AL', 'B'].map((value) => ({ value, label: value })),
      { value: CABLE_ONLY, label: 'Bara kabel' },
    ],
  }),
]

export const REGISTRATION: Record<'company' | 'admin' | 'near' | 'message' | 'agreement', Field[]> = {
  company: [DETAILS[0]!, text('org_number', 'Organisationsnummer', { help: NUMBER }), ...DETAILS.slice(1)].map(
    (field) => (field.key === 'name' ? { ...field, width: 6 } : field),
  ),
  admin: [
    text('admin_name', 'Namn'),
    text('admin_phone', 'Telefon', { type: 'phone' }),
    text('admin_email', 'E-postadress', { type: 'email' }),
  ],
  near: [
    text('near', 'Postnummer där ni ska arbeta', {
      type: 'postcode',
      required: false,
      help: 'Så hittar du nätbolaget. Eller välj i listan.',
    }),
  ],
  message: [text('message', 'Meddelande till nätbolaget', { type: 'longText', required: false, width: 12 })],
  agreement: [text('agreement', 'Vi har läst avtalet och godkänner det', { type: 'tick', width: 12 })],
}

/** The network owners to choose from; which of them want a certificate is said beside the name. */
export function ownerField(
  owners: { id: number; name: string; certificate_required: boolean }[],
  wants: string,
): Field {
  return text('owner', 'Nätbolag att ansöka hos', {
    type: 'choice',
    width: 12,
    options: owners.map(({ id, name, certificate_required: asks }) => ({
      value: String(id),
      label: asks ? `${name} (${wants})` : name,
    })),
  })
}
