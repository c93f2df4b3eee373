import { pino, stdSerializers } from 'pino'
import { logLevel } from './config.ts'
import { maskPersonalNumbers } from './text/mask.ts'
import { requestId } from './trace.ts'

/** Structured logs with ids, never names, bodies or query strings. */
export const log = pino({
  level: logLevel(),
  // 'warn', not 40.
  formatters: { level: (label) => ({ level: label }) },
  mixin: () => {
    const request = requestId()
    return request === undefined ? {} : { request }
  },
  redact: ['req.headers.cookie', 'req.headers.authorization'],
  serializers: { err: withoutValues },
  hooks: { streamWrite: maskedLine },
})

/** Whatever it came from: a message, a fault, a name. Inside strings alone, or a number would be no JSON any more. */
export function maskedLine(line: string): string {
  return line.replace(/"(?:[^"\\]|\\.)*"/g, maskPersonalNumbers)
}

/**
 * What a fault looks like in the log. PostgreSQL quotes people's values in message and detail: of its faults only the
 * code, the place and our own frames are kept.
 */
export function withoutValues(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error }
  if (!('severity' in error)) {
    const { type, message, stack } = stdSerializers.err(error)
    return { type, message, stack, ...('code' in error && { code: error.code }) }
  }
  const { code, table, column, constraint, routine } = error as Error & Record<string, unknown>
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return { type: error.name, code, table, column, constraint, routine, stack: frames.join('\n') }
}
