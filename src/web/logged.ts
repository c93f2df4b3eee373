import type { Request } from 'express'

/** The declared pattern of what is asked for (web/routes.ts); undefined where no page is declared. */
export type AddressOf = (method: string, path: string) => string | undefined

const REFERENCE = /\/([A-Z]{2,5}-\d{4}-\d{6})(?=\/|$)/i

/**
 * What a log says of a request: the pattern of its address and the case, if it is of one. Never the path, which may be a
 * one-time link that still opens a door, nor the query, where people's names are searched for.
 */
export function logged({ id, method, originalUrl, app }: Request) {
  const [path = ''] = originalUrl.split('?')
  const addressOf = app.get('addressOf') as AddressOf | undefined
  const ref = REFERENCE.exec(path)?.[1]?.toUpperCase()
  return { id, method, path: addressOf?.(method, path) ?? '(none)', ...(ref && { ref }) }
}
