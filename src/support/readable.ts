// What may be read while giving support of the pages that do not say it where they are added (web/routes.ts). All else is
// shut, also what is built tomorrow. No form with answers in it, no file, no print, no search in the text, no export: they
// hold what is not needed to help.
const READABLE = [
  /^\/$/,
  /^\/owner\/configuration(\/(jobs(\/\w{2,10})?|rules|fuses|auto|reasons|texts|areas|templates|contact|look|passwords))?$/,
]

/** For menus: what is shut is not offered. */
export function isReadable(path: string): boolean {
  return READABLE.some((page) => page.test(path.replace(/(.)\/$/, '$1')))
}
