import './cli/environment.ts'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pathToFileURL } from 'node:url'
import { createApp } from './app.ts'
import { readConfig, type Config } from './config.ts'
import { useDatabase } from './db/actor.ts'
import { connectPools, poolStateOf } from './db/bare.ts'
import { usePrepared } from './db/prepared.ts'
import { migrate, refuseOthers } from './db/migrate.ts'
import { webUrl } from './db/roles.ts'
import { startLive } from './live/hub.ts'
import { setMailOrigin } from './mail/outbox.ts'
import { useScanner } from './scan/scanner.ts'
import { startWorker, type Worker } from './worker/worker.ts'
import { freezeAssets } from './web/assets.ts'
import { httpServer } from './web/httpServer.ts'
import { startStatus, type StatusServer } from './web/status.ts'
import { log } from './log.ts'
import { watchPools } from './metrics.ts'
import { warm } from './warm.ts'
import { cacheViews } from './web/templates.ts'

export interface Running {
  address: string
  /** null for a worker, which listens to nobody. */
  port: number | null
  /** Answers what has been asked, then closes. */
  stop(): Promise<void>
}

/**
 * Starts web and worker, or the one that ROLE names.
 * @throws Error with a plain sentence when PORT is taken
 */
export async function startServer(config: Config, demo: { password: string } | null = null): Promise<Running> {
  // A process with ROLE=web may have the other alone (config.ts).
  const ownerUrl = config.DATABASE_URL!
  const url = config.WEB_DATABASE_URL ?? (await webUrl(ownerUrl))
  const pools = connectPools(url)
  usePrepared(config.PREPARED_STATEMENTS, () =>
    log.warn('a pooler before the database does not know prepared statements: they are used no longer'),
  )
  useDatabase(pools.page, pools.long)
  watchPools({ page: poolStateOf(pools.page), long: poolStateOf(pools.long) })
  if (config.production) freezeAssets()
  cacheViews(config.NODE_ENV !== 'development')
  const server = httpServer(createApp({ config, demo }), config)
  const port = config.ROLE === 'worker' ? null : await listen(server, config)
  const address = config.PUBLIC_URL ?? `http://localhost:${port ?? 3000}`
  setMailOrigin(address)
  useScanner(config.CLAMD_URL ?? null)
  // Outside production npm start says it, in words for whoever sits there (cli/start.ts).
  if (config.production)
    log.info(
      config.CLAMD_URL ? 'uploaded files are scanned by clamd' : 'uploaded files are NOT scanned: CLAMD_URL is not set',
    )
  if (config.production && config.ROLE !== 'worker')
    // It serves already: whoever comes meanwhile only meets what is not warm yet.
    warm().catch((error: unknown) => log.warn({ err: error }, 'could not warm up'))
  const worker = config.ROLE === 'web' ? null : await startWorker(ownerUrl, config)
  const status = await openStatus(config, worker)
  const live = port === null ? null : startLive(config.LISTEN_DATABASE_URL ?? url)

  const stop = async () => {
    await status?.stop()
    if (port !== null) {
      // Streams never end by themselves.
      await live?.stop()
      server.close()
      // A browser keeps its line open after the answer; what is still being answered gets ten seconds.
      const idle = setInterval(() => server.closeIdleConnections(), 100)
      const cut = setTimeout(() => server.closeAllConnections(), 10_000)
      await once(server, 'close')
      clearInterval(idle)
      clearTimeout(cut)
    }
    await worker?.stop()
    await pools.destroy()
  }
  return { address, port, stop }
}

async function openStatus({ STATUS_PORT, STATUS_HOST }: Config, worker: Worker | null): Promise<StatusServer | null> {
  if (STATUS_PORT === undefined) return null
  return startStatus({ port: STATUS_PORT, host: STATUS_HOST, isWorking: () => worker?.isReady() ?? true })
}

/** The port that was asked for, or without one 3000 and the next free ones. */
async function listen(server: Server, { PORT, HOST }: Pick<Config, 'PORT' | 'HOST'>): Promise<number> {
  const first = PORT ?? 3000
  const last = PORT === undefined ? first + 20 : first
  for (let port = first; port <= last; port += 1) {
    try {
      server.listen(port, HOST)
      await once(server, 'listening')
      return (server.address() as AddressInfo).port
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EACCES') throw new Error(`Port ${port} kräver särskilda rättigheter. Välj en annan med PORT.`)
      if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') throw new Error(`Adressen ${HOST} (HOST) är inte vår.`)
      if (code !== 'EADDRINUSE') throw error
    }
  }
  throw new Error(`Port ${first} är upptagen. Välj en annan med PORT, eller utelämna PORT så tas nästa lediga.`)
}

/**
 * Before anything is written: is the port of PORT ours to take?
 * @throws Error with a plain sentence
 */
export async function refuseTakenPort(config: Config): Promise<void> {
  if (config.ROLE === 'worker') return
  const probe = createServer()
  await listen(probe, config)
  probe.close()
  await once(probe, 'close')
}

/** Production: the built server (npm run build), with DATABASE_URL and PUBLIC_URL set. */
async function main(): Promise<void> {
  const config = readConfig()
  await refuseTakenPort(config)
  if (config.DATABASE_URL) {
    const newer = await migrate(config.DATABASE_URL, { web: config.WEB_DATABASE_URL })
    if (newer) log.warn('the database is of a newer version, which this one can run on: nothing in it was changed')
  } else if (config.WEB_DATABASE_URL && config.ROLE === 'web') {
    await refuseOthers(config.WEB_DATABASE_URL)
  } else {
    throw new Error('Set DATABASE_URL, or run npm start for an embedded database.')
  }
  const running = await startServer(config)
  log.info({ address: running.address, host: config.HOST, port: running.port, role: config.ROLE }, 'started')
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void running.stop().then(() => process.exit(0)))
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await main().catch((error: unknown) => {
    // The sentence alone: a stack trace helps nobody who sets a server up. LOG_LEVEL=debug has it.
    log.debug({ err: error }, 'could not start')
    log.fatal(error instanceof Error ? error.message : String(error))
    process.exit(1)
  })
}
