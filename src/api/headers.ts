import { createHash } from 'node:crypto'
import type { Request } from 'express'
import type { Actor, Tx } from '../db/actor.ts'
import type { CaseRow } from '../db/rowTypes.ts'
import { CHANGED } from '../cases/workflow/moveRequest.ts'
import { Conflict, HttpError, Invalid } from '../web/errors.ts'
import { answered, once } from '../web/once.ts'

const hash = (text: string) => createHash('sha256').update(text).digest('base64url')

/** The version of a case, and a mark of how it is told: two readers of one version may see it differently. */
export function etagOf({ version }: Pick<CaseRow, 'version'>, told: unknown): string {
  return `"${version}.${hash(JSON.stringify(told)).slice(0, 12)}"`
}

export function matches(req: Request, etag: string): boolean {
  const given = req.get('if-none-match') ?? ''
  return given.split(',').some((each) => each.trim().replace(/^W\//, '') === etag)
}

/**
 * The version that a change is made from, of If-Match; undefined for '*', which overwrites whatever there is.
 * @throws HttpError 428 without the header, 400 for what is no tag of ours
 */
export function expectedVersion(req: Request): number | undefined {
  const given = req.get('if-match')
  if (given === undefined) throw new HttpError(428, 'Ange vilken version ändringen utgår från i If-Match.')
  if (given.trim() === '*') return undefined
  const version = /^"([1-9]\d{0,9})(?:\.[\w-]{12})?"$/.exec(given.trim())?.[1]
  if (version === undefined) throw new HttpError(400, 'If-Match ska ha den ETag som ärendet kom med.')
  return Number(version)
}

/** What pages tell as a conflict is a failed precondition of who named the version. */
export function preconditionOf(error: unknown, version: number | undefined): unknown {
  const isChanged = error instanceof Conflict && error.message === CHANGED && version !== undefined
  return isChanged ? new HttpError(412, CHANGED) : error
}

/** @throws HttpError 412 */
export function requireVersion({ version }: Pick<CaseRow, 'version'>, expected: number | undefined): void {
  if (expected !== undefined && expected !== version) throw new HttpError(412, CHANGED)
}

/** @throws HttpError 400 without the header */
function idempotencyKey(req: Request): string {
  const given = req.get('idempotency-key')?.trim() ?? ''
  if (!/^[\x21-\x7e]{8,200}$/.test(given)) {
    throw new HttpError(400, 'Ange en egen Idempotency-Key för varje anrop, 8–200 tecken.')
  }
  return hash(`${req.method} ${req.originalUrl.split('?')[0]!.toLowerCase()} ${given}`)
}

/**
 * Does what was posted once, as a form is (web/once.ts): the same key again finds where the first led, and does nothing.
 * @throws Invalid when the key came with something else before
 */
export async function idempotently(
  tx: Tx,
  actor: Actor,
  req: Request,
  work: () => Promise<string>,
): Promise<{ location: string; isReplayed: boolean }> {
  const key = idempotencyKey(req)
  const files = (req.received ?? []).map(({ field, name, size }) => ({ field, name, size }))
  const posted = hash(JSON.stringify([req.body ?? null, files])).slice(0, 22)
  const before = await answered(tx, actor, key)
  if (before !== null) {
    const [location = '', of] = before.split('#')
    if (of !== posted) throw new Invalid('Samma Idempotency-Key har redan använts för något annat.')
    return { location, isReplayed: true }
  }
  const marked = await once(tx, actor, key, async () => `${await work()}#${posted}`)
  return { location: marked.split('#')[0]!, isReplayed: false }
}
