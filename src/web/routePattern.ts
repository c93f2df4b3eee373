import type { Express, Request } from 'express'

interface Layer {
  rawPath?: string
  route?: { path: string }
  handle: { stack?: Layer[] }
}

const patterns = new WeakMap<object, string>()

/**
 * Learns the whole pattern of every route, such as /cases/:ref/notes: Express tells a request only the last part of it.
 * One that is mounted in two places goes by the first.
 */
export function learnPatterns(app: Express): void {
  learn((app.router as unknown as { stack: Layer[] }).stack, '')
}

function learn(stack: Layer[], above: string): void {
  for (const { rawPath, route, handle } of stack) {
    const path = joined(above, rawPath ?? '/')
    if (route && !patterns.has(route)) patterns.set(route, path)
    else if (handle.stack) learn(handle.stack, path)
  }
}

const joined = (above: string, path: string): string =>
  `${above}/${path}`.replaceAll(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '')

/** The pattern of the route that took the request; null where none did. */
export function patternOf(req: Request): string | null {
  const route = req.route as object | undefined
  return (route && patterns.get(route)) ?? null
}
