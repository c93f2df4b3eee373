import { z } from 'zod'
import { id, idsOf } from '../web/ids.ts'

export const TeamForm = z.object({
  name: z
    .string()
    .trim()
    .min(1, 'Ge teamet ett namn.')
    .max(60, 'Namnet är för långt.')
    .regex(/^[^\ufffd\u0000-\u001f]*$/u, 'Texten innehåller tecken som inte går att spara.'),
  areas: idsOf(),
  members: idsOf(),
})

/** Of a team; a new one has none. */
export const TeamPath = z.object({ team: id().optional() })
