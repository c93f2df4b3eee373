import { randomUUID } from 'node:crypto'
import { isSigned, sign } from '../sign-in/accounts/encryption.ts'

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

const DAY = 86_400_000
/** Days: mails are kept, and their unsubscribe button is pressed long after; not for ever. */
const LINK_LIFETIME = 365

/**
 * Signed link to a reader's mail settings, usable without sign-in: for a year, and as long as the mail's address is still
 * the reader's.
 */
export function choicesLink(userId: number, address: string, sentAt: Date): string {
  const day = Math.floor(sentAt.getTime() / DAY)
  const signature = sign('mail-choices', signedText(String(userId), String(day), address))
  return linkTo(`/mail-choices/${userId}.${day}.${signature}`)
}

/** The user a link claims to be for, before its signature is checked; null for what is no such link. */
export function claimedUser(token: string): number | null {
  return /^([1-9]\d{0,8})\.\d{1,6}\.[\w-]{43}$/.test(token) ? Number(token.split('.')[0]) : null
}

/** Whether a link was made by us, for this address, within its lifetime. */
export function isChoicesLink(token: string, address: string, now: Date): boolean {
  const [id = '', day = '', signature = ''] = token.split('.')
  const age = Math.floor(now.getTime() / DAY) - Number(day)
  if (claimedUser(token) === null || age > LINK_LIFETIME) return false
  return isSigned('mail-choices', signedText(id, day, address), signature)
}

const signedText = (id: string, day: string, address: string) => `${id} ${day} ${oneLine(address).toLowerCase()}`

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
