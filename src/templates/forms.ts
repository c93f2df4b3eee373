import { z } from 'zod'

const line = (max: number) =>
  z
    .string()
    .trim()
    .max(max, 'Texten är för lång.')
    .regex(/^[^\ufffd\u0000-\u001f\u007f]*$/u, 'Texten innehåller tecken som inte går att spara.')
const day = z.iso.date('Skriv ett datum som 2027-02-28.')

export const Template = z
  .object({
    title: line(100).min(1, 'Skriv vad mallen heter.'),
    help: line(200).default(''),
    jobs: z
      .union([z.string(), z.array(z.string())])
      .default([])
      .transform((value) => [value].flat())
      .pipe(z.array(z.string().max(10)).max(200)),
    valid_from: day,
    valid_to: z
      .union([z.literal(''), day])
      .default('')
      .transform((value) => (value === '' ? null : value)),
  })
  .refine(({ valid_from, valid_to }) => valid_to === null || valid_to >= valid_from, {
    path: ['valid_to'],
    message: 'Sista dagen kan inte komma före den första.',
  })

export const TemplatePath = z.object({ id: z.coerce.number().int().positive().max(2_000_000_000) })
