import { randomUUID } from 'node:crypto'

let origin = 'http://localhost:3000'

/** Where people reach us, told once at start: links in mails never come from a request, whose Host anyone may write. */
export function setMailOrigin(url: string): void {
  origin = new URL(url).origin
}

export function caseLink(ref: string): string {
  return linkTo(`/cases/${encodeURIComponent(ref)}`)
}

/** One of our own pages, as a mail names it. */
export function linkTo(path: string): string {
  return origin + path
}

/** Made once, when the mail is promised: a mail that is sent again is recognised by it. */
export function newMessageId(): string {
  return `<mail-${randomUUID()}@${new URL(origin).hostname}>`
}

/** What may stand in a header or a line of facts: a line break would begin a header of its own. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
}

/** 'Norrådalens Elnät AB' → 'Norrådalens Elnät'. */
export function shortName(name: string): string {
  return oneLine(name).replace(/ (AB|ek\. för\.|HB)( \(publ\))?$/u, '')
}
