import { z } from 'zod'
import { cleanName, companyNameProblem, personNameProblem, type NameProblem } from '../text/names.ts'

/** Of somebody who has an account, or answers for a company. `missing`: what is said where there is none. */
export const personName = (missing: string) => nameOf(100, missing, personNameProblem)

/** Of a company or network owner. */
export const companyName = (missing: string, most = 120) => nameOf(most, missing, companyNameProblem)

/** Where they need not be given. */
export const optionalCompanyName = (most: number) => optional(most, companyNameProblem)
export const optionalPersonName = () => optional(100, personNameProblem)

function optional(most: number, problemOf: (name: string) => NameProblem | null) {
  return (
    z
      .string()
      .transform(cleanName)
      // Not a union with '': it would say that neither fits, and not what is wrong with the name.
      .pipe(named(most, (name) => (name === '' ? null : problemOf(name))))
      .default('')
  )
}

function nameOf(most: number, missing: string, problemOf: (name: string) => NameProblem | null) {
  return z
    .string(missing)
    .transform(cleanName)
    .pipe(z.string().min(1, missing).pipe(named(most, problemOf)))
}

function named(most: number, problemOf: (name: string) => NameProblem | null) {
  return z
    .string()
    .max(most, 'Namnet är för långt.')
    .check((context) => {
      const problem = problemOf(context.value)
      if (problem !== null) context.issues.push({ code: 'custom', message: problem, input: context.value })
    })
}
