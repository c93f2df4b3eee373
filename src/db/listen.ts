import { setTimeout as sleep } from 'node:timers/promises'
import { randomUUID } from 'node:crypto'
import { GuardedClient } from './guardedClient.ts'
import { CONNECT_TIMEOUT, PAGE } from './timeouts.ts'

/** What a listener is told. */
export interface Hearing {
  heard: (channel: string, payload: string) => void
  /** 'listening': from now on all is heard. 'gone': what happens now is not. 'deaf': this connection never hears anything. */
  state: (state: 'listening' | 'gone' | 'deaf') => void
}

export interface Listener {
  stop: () => Promise<void>
}

/** Also that a connection is alive, which a listener that only waits would never learn. In milliseconds. */
const PROBE_EVERY = 20_000
const PROBE_WAIT = 5_000
const LONGEST_PAUSE = 10_000
const PROBE = 'elanmalan_probe'

/**
 * LISTEN on a connection of its own, which comes back by itself. A pooler in transaction mode takes LISTEN and passes
 * nothing on, so the connection is asked whether it hears itself.
 */
export function listen(url: string, channels: string[], { heard, state }: Hearing): Listener {
  const stopped = new AbortController()
  const running = run()
  return {
    async stop() {
      stopped.abort()
      await running
    },
  }

  async function run(): Promise<void> {
    let pause = 250
    while (!stopped.signal.aborted) {
      const deaf = await once(() => (pause = 250)).catch(() => false)
      state(deaf ? 'deaf' : 'gone')
      pause = deaf ? LONGEST_PAUSE : Math.min(pause * 2, LONGEST_PAUSE)
      await sleep(pause * (0.5 + Math.random() / 2), undefined, { signal: stopped.signal }).catch(() => undefined)
    }
  }

  /** Until the connection is lost or we are stopped; true when it turned out to be deaf. */
  async function once(hears: () => void): Promise<boolean> {
    const client = new GuardedClient({
      connectionString: url,
      application_name: 'elanmalan live',
      connectionTimeoutMillis: CONNECT_TIMEOUT,
      keepAlive: true,
      silence: PAGE.silence,
    })
    const lost = new AbortController()
    const ended = AbortSignal.any([lost.signal, stopped.signal])
    for (const event of ['error', 'end'] as const) client.on(event, () => lost.abort())
    const token = randomUUID()
    let echo: (() => void) | undefined
    client.on('notification', ({ channel, payload = '' }) => {
      if (channel !== PROBE) heard(channel, payload)
      else if (payload === token) echo?.()
    })
    const hearsItself = async () => {
      const answered = new Promise<boolean>((resolve) => {
        echo = () => resolve(true)
      })
      await client.query('select pg_notify($1, $2)', [PROBE, token])
      return Promise.race([answered, sleep(PROBE_WAIT, false, { signal: ended })])
    }
    try {
      await client.connect()
      for (const channel of [PROBE, ...channels]) await client.query(`listen ${client.escapeIdentifier(channel)}`)
      if (!(await hearsItself())) return true
      hears()
      state('listening')
      while (!ended.aborted) {
        await sleep(PROBE_EVERY, undefined, { signal: ended })
        if (!(await hearsItself())) return true
      }
      return false
    } finally {
      // Of a connection that never came, or has been cut, no end is told.
      await Promise.race([client.end().catch(() => undefined), sleep(1_000)])
    }
  }
}
