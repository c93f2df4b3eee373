import { randomUUID, timingSafeEqual } from 'node:crypto'
import { sign } from '../sign-in/accounts/encryption.ts'

let origin = 'http://localhost:3000'

/** The public base address, set once at start: links in mails never use a request's Host header, which can be forged. */
export function setMailOrigin(url: string): void {
  origin = new URL(url).origin
}

export function caseLink(ref: string): string {
  return linkTo(`/cases/${encodeURIComponent(ref)}`)
}

/** Absolute link to a page, for mail. */
export function linkTo(path: string): string {
  return origin + path
}

/** Signed link to a reader's mail settings, usable without sign-in. */
export function choicesLink(userId: number): string {
  return linkTo(`/mail-choices/${userId}.${sign('mail-choices', String(userId))}`)
}

/** @returns the user of a signed link; null for an invalid signature */
export function choicesUser(token: string): number | null {
  const [id = '', signature = ''] = token.split('.')
  if (!/^[1-9]\d{0,9}$/.test(id)) return null
  const ours = Buffer.from(sign('mail-choices', id))
  const theirs = Buffer.from(signature)
  return ours.length === theirs.length && timingSafeEqual(ours, theirs) ? Number(id) : null
}

/** Created once with the mail, so that a repeated delivery can be recognised. */
export function newMessageId(): string {
  return `<mail-${randomUUID()}@${new URL(origin).hostname}>`
}

/** Header injection: removes line breaks, which would begin another header. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
}

/** 'Norrådalens Elnät AB' → 'Norrådalens Elnät'. */
export function shortName(name: string): string {
  return oneLine(name).replace(/ (AB|ek\. för\.|HB)( \(publ\))?$/u, '')
}
