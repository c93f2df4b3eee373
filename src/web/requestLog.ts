import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Request } from 'express'
import { pinoHttp } from 'pino-http'
import type { Config } from '../config.ts'
import { log } from '../log.ts'
import { addressed } from './logged.ts'

/**
 * Gives every request an id that support can be told, and in production one line in the log when it is answered:
 * the pattern of its route (logged.ts), who asked, status and time.
 */
export function requestLog({ production, TRUST_PROXY }: Pick<Config, 'production' | 'TRUST_PROXY'>) {
  return pinoHttp({
    logger: log,
    genReqId: (req, res) => {
      const id = (TRUST_PROXY > 0 && fromProxy(req)) || randomUUID()
      res.setHeader('X-Request-Id', id)
      return id
    },
    autoLogging: production && { ignore: (req) => req.url === '/healthz' || req.url === '/readyz' },
    customLogLevel: () => 'info',
    // Said when it is answered: only then it is known which route took it.
    customSuccessObject: (req, _res, said: object) => ({ ...said, ...asked(req as Request) }),
    customErrorObject: (req, _res, _error, said: object) => ({ ...said, ...asked(req as Request) }),
    // What went wrong is logged by the error page, once.
    customErrorMessage: () => 'request failed',
    serializers: {
      req: ({ id, method }: { id: string; method: string }) => ({ id, method }),
      res: ({ statusCode }: ServerResponse) => ({ status: statusCode }),
    },
  })
}

/** Which page, and by whom: a number, never a name. */
function asked(req: Request) {
  return { ...addressed(req), ...(req.actor && { user: req.actor.userId }) }
}

/** The id that the proxy logged, as long as nothing can be hidden in it. */
function fromProxy(req: IncomingMessage): string | undefined {
  const given = req.headers['x-request-id']
  return typeof given === 'string' && /^[\w-]{8,64}$/.test(given) ? given : undefined
}
