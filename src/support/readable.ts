import { REFERENCE } from '../domain/caseReference.ts'

// What may be read while giving support; all else is shut, also what is built tomorrow. No form with answers in it, no
// file, no print, no search in the text, no export: they hold what is not needed to help.
const READABLE = [
  /^\/$/,
  /^\/inbox$/,
  /^\/cases(\/mine)?$/,
  /^\/archive$/,
  /^\/symbols$/,
  new RegExp(`^/cases/${REFERENCE}(/log)?$`),
  /^\/company(\/(connections|users|users\/\d+|mail|security|support))?$/,
  /^\/owner(\/(companies|companies\/\d+|users|users\/\d+|support|statistics))?$/,
  /^\/owner\/configuration(\/(jobs(\/\w{2,10})?|rules|fuses|auto|reasons|texts|areas|templates|contact|look|passwords))?$/,
]
const WRITABLE = ['/operator/support/end', '/sign-out', '/language']

/** For menus: what is shut is not offered. */
export function isReadable(path: string): boolean {
  return READABLE.some((page) => page.test(path))
}

export function isWritable(path: string): boolean {
  return WRITABLE.includes(path)
}
