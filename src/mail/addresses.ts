import { randomUUID, timingSafeEqual } from 'node:crypto'
import { sign } from '../accounts/seal.ts'

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

/** Where one who reads a mail says when they want them, signed in or not: signed, since the link is all that it takes. */
export function choicesLink(userId: number): string {
  return linkTo(`/mail-choices/${userId}.${sign('mail-choices', String(userId))}`)
}

/** @returns whose link it is; null when we did not make it */
export function choicesUser(token: string): number | null {
  const [id = '', signature = ''] = token.split('.')
  if (!/^[1-9]\d{0,9}$/.test(id)) return null
  const ours = Buffer.from(sign('mail-choices', id))
  const theirs = Buffer.from(signature)
  return ours.length === theirs.length && timingSafeEqual(ours, theirs) ? Number(id) : null
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
