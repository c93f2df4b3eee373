import { askOutside, NotPublic, TooMuch } from '../web/outgoing.ts'

/** An answer is one facility: what is longer is something else. */
export const MOST_BYTES = 64_000

/** The service could not be asked, or did not answer in time: worth another try. */
export class Away extends Error {}
/** It answered something that is no answer to the question. */
export class Garbled extends Error {}

export interface Sending {
  headers: Record<string, string>
  body: object
  timeoutMs: number
  /** Development and tests: the service may stand on this machine, and speak http. */
  allowPrivate: boolean
}

/**
 * Posts JSON and gives status and body (web/outgoing.ts).
 * @throws Away, Garbled
 */
export async function postJson(url: URL, { headers, body, timeoutMs, allowPrivate }: Sending) {
  const signal = AbortSignal.timeout(timeoutMs)
  const json = { 'Content-Type': 'application/json', Accept: 'application/json' }
  try {
    const heard = await askOutside(url, {
      method: 'POST',
      headers: { ...headers, ...json },
      body: JSON.stringify(body),
      signal,
      mostBytes: MOST_BYTES,
      allowPrivate,
    })
    return { status: heard.status, text: heard.body.toString() }
  } catch (error) {
    if (error instanceof TooMuch) throw new Garbled('the answer is too long')
    if (error instanceof NotPublic) throw new Away('not a public https address')
    throw new Away(signal.aborted ? 'too slow' : 'no connection')
  }
}
