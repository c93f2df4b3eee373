import { z } from 'zod'
import { id } from '../web/ids.ts'

const ids = z
  .union([z.string(), z.array(z.string())])
  .default([])
  .transform((posted) => [...new Set([posted].flat())].filter((id) => /^\d{1,9}$/.test(id)).map(Number))

export const TeamForm = z.object({
  name: z
    .string()
    .trim()
    .min(1, 'Ge teamet ett namn.')
    .max(60, 'Namnet är för långt.')
    .regex(/^[^\ufffd\u0000-\u001f]*$/u, 'Texten innehåller tecken som inte går att spara.'),
  areas: ids,
  members: ids,
})

/** Of a team; a new one has none. */
export const TeamPath = z.object({ team: id().optional() })
