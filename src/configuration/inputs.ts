import { z } from 'zod'

/** A line of text as it is kept: trimmed, without signs that nobody sees. */
export const line = (max: number) =>
  z
    .string()
    .default('')
    .transform((typed) => typed.trim())
    .pipe(
      z
        .string()
        .max(max, 'Texten är för lång.')
        .regex(/^[^\ufffd\u0000-\u001f\u007f]*$/u, 'Texten innehåller tecken som inte går att spara.'),
    )

/** A line that must be there. */
export const filled = (max: number) => line(max).pipe(z.string().min(1, 'Fyll i det här.'))

/** A number with decimals as it is written here, or nothing. */
export const decimalOrNone = z
  .string()
  .default('')
  .transform((typed) => typed.trim().replace(',', '.').replaceAll(/\s/g, ''))
  .pipe(z.string().regex(/^(-?\d{1,9}(\.\d{1,3})?)?$/, 'Ange ett tal, eller inget.'))
  .transform((typed) => (typed === '' ? null : Number(typed)))

/** Several lines. */
export const longText = (max: number) =>
  z
    .string()
    .default('')
    .transform((typed) => typed.trim())
    .pipe(
      z
        .string()
        .max(max, 'Texten är för lång.')
        .regex(/^[^\ufffd\u0000-\u0009\u000b-\u001f\u007f]*$/u, 'Texten innehåller tecken som inte går att spara.'),
    )

/** A whole number that must be there. */
export const whole = (least: number, most: number, message: string) =>
  z
    .string()
    .default('')
    .transform((typed) => typed.trim())
    .pipe(z.string().refine((typed) => /^\d{1,6}$/.test(typed) && +typed >= least && +typed <= most, message))
    .transform(Number)

/** The same, where nothing is an answer too. */
export const wholeOrNone = (least: number, most: number, message: string) =>
  z
    .string()
    .default('')
    .transform((typed) => typed.trim())
    .pipe(
      z
        .string()
        .refine((typed) => typed === '' || (/^\d{1,6}$/.test(typed) && +typed >= least && +typed <= most), message),
    )
    .transform((typed) => (typed === '' ? null : Number(typed)))

/** Ticked boxes of one name. */
export const several = z
  .unknown()
  .optional()
  .transform((ticked) => [ticked ?? []].flat().filter((each) => typeof each === 'string'))

/** A question of two buttons. */
export const yesNo = z
  .enum(['ja', 'nej'])
  .default('nej')
  .transform((answer) => answer === 'ja')
