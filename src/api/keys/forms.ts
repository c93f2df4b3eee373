import { z } from 'zod'
import { scopesFor, type Scope } from '../../domain/scopes.ts'
import { cleanName, personNameProblem } from '../../text/names.ts'
import { id } from '../../web/ids.ts'

/** How long a key may last, and how long the secret before still works when it is changed, in days. */
export const LIFETIMES = [30, 90, 180, 365] as const
export const OVERLAPS = [0, 1, 7, 30] as const

const oneOf = (days: readonly number[], message: string) =>
  z
    .string(message)
    .refine((text) => days.map(String).includes(text), message)
    .transform(Number)

export function keyForm(side: 'installer' | 'owner') {
  return z.object({
    name: z
      .string('Ge nyckeln ett namn.')
      .transform((typed, context) => {
        const name = cleanName(typed)
        const problem = name === '' ? 'Ge nyckeln ett namn.' : personNameProblem(name)
        if (problem !== null) context.addIssue({ code: 'custom', message: problem })
        return name
      })
      .refine((name) => name.length <= 60, 'Namnet är för långt.'),
    scopes: z
      .union([z.string(), z.array(z.string())])
      .default([])
      .transform((posted) => scopesFor(side).filter((scope) => [posted].flat().includes(scope)))
      .refine((given: Scope[]) => given.length > 0, 'Välj minst en behörighet.'),
    days: oneOf(LIFETIMES, 'Välj hur länge nyckeln gäller.'),
    contact: id('Välj vem som ansvarar för nyckeln.'),
  })
}

export const Rotation = z.object({ overlap: oneOf(OVERLAPS, 'Välj hur länge den gamla hemligheten gäller.') })
export const KeyPath = z.object({ key: id() })
