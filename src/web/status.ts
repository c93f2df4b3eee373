import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { metrics } from '../metrics.ts'
import { health } from './health.ts'
import { declare } from './routes.ts'

interface Status {
  port: number
  host: string
  /** Whether the worker of this process does its work; without a worker there is nothing to ask. */
  isWorking: () => boolean
}

export interface StatusServer {
  port: number
  stop(): Promise<void>
}

/**
 * The address for whoever runs the process, beside the one for people: /healthz (it lives), /readyz (it reaches the
 * database and its worker works), /metrics (for Prometheus). The worker has no other.
 */
export async function startStatus({ port, host, isWorking }: Status): Promise<StatusServer> {
  const app = express().disable('x-powered-by')
  app.get('/readyz', (_req, res, next) => {
    if (isWorking()) next()
    else res.status(503).type('text/plain').send('the worker stands still')
  })
  app.use(declare([health]).router)
  app.get('/metrics', async (_req, res) => {
    res.type(metrics.contentType).send(await metrics.metrics())
  })
  const server: Server = createServer(app)
  server.listen(port, host)
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
