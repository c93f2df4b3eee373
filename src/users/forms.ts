import { z } from 'zod'
import { parseEmail } from '../domain/forms/identifiers/email.ts'
import { parsePhone } from '../domain/forms/identifiers/phone.ts'
import { permissionSets } from '../domain/rights.ts'
import { identifier, optionalIdentifier } from '../web/forms.ts'
import { id } from '../web/ids.ts'
import { personName } from '../web/names.ts'

export const USERNAME = /^[a-z0-9][a-z0-9._-]{1,59}$/

const tick = z
  .unknown()
  .optional()
  .transform((value) => value === 'ja')

/** An existing person, as an administrator may change them. */
export const Edited = z.object({
  name: personName('Ange personens namn.'),
  email: z
    .string()
    .trim()
    .min(1, 'Ange en e-postadress att skicka inloggningsuppgifterna till.')
    .pipe(identifier(parseEmail)),
  phone: optionalIdentifier(parsePhone).default(null),
  locale: z.enum(['sv', 'en']).catch('sv'),
  is_admin: tick,
  /** Posted for a network owner's people alone; empty: the form did not ask. */
  permission_sets: z
    .union([z.string(), z.array(z.string())])
    .default([])
    .transform((posted) => permissionSets.filter((set) => [posted].flat().includes(set))),
})

export const Created = Edited.extend({
  username: z
    .string()
    .trim()
    .toLowerCase()
    .default('')
    .refine(
      (typed) => typed === '' || USERNAME.test(typed),
      'Använd a–z, siffror, punkt, bindestreck och understreck, minst två tecken.',
    ),
  invite: tick,
})

/** Where a tenant's people are, for its administrator. */
export const USERS = {
  '/company/users': { for: 'installerAdmin' },
  '/owner/users': { for: 'ownerAdmin' },
} as const

export const PersonPath = z.object({ id: id() })
