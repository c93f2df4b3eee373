import { webUrl } from '../../src/db/roles.ts'
import type { Listener } from '../../src/db/listen.ts'
import { isLive, startLive } from '../../src/live/hub.ts'
import { vi } from 'vitest'
import { afterFile } from './cleanup.ts'
import type { Client } from './client.ts'
import type { TestDatabase } from './database.ts'
import { PATIENCE } from './patience.ts'

/** Pages can be followed from here on, as in the program. */
export async function goLive(db: TestDatabase): Promise<Listener> {
  const listener = startLive(await webUrl(db.ownerUrl))
  afterFile(() => listener.stop())
  await vi.waitUntil(isLive, { timeout: PATIENCE, interval: 20 })
  return listener
}

export interface Told {
  event: string
  data: unknown
}

/** A browser's EventSource: what it is told, as it comes. */
export class Stream {
  readonly told: Told[] = []
  status = 0
  headers = new Headers()
  ended = false
  private readonly gone = new AbortController()

  static async opens(
    who: Client,
    query = `?since=${Date.now()}`,
    headers: Record<string, string> = {},
  ): Promise<Stream> {
    const stream = new Stream()
    const answer = await fetch(`${who.address}/live${query}`, {
      headers: { cookie: who.cookieHeader(), accept: 'text/event-stream', 'sec-fetch-site': 'same-origin', ...headers },
      redirect: 'manual',
      signal: stream.gone.signal,
    })
    stream.status = answer.status
    stream.headers = answer.headers
    if (answer.status === 200) void stream.read(answer.body!)
    return stream
  }

  close(): void {
    this.gone.abort()
  }

  of(event: string): unknown[] {
    return this.told.filter((one) => one.event === event).map(({ data }) => data)
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    let text = ''
    const decoder = new TextDecoder()
    try {
      for await (const bytes of body) {
        text += decoder.decode(bytes, { stream: true })
        const messages = text.split('\n\n')
        text = messages.pop()!
        for (const message of messages) this.hear(message)
      }
    } catch {
      // Closed by us, or the server has gone.
    }
    this.ended = true
  }

  private hear(message: string): void {
    const line = (name: string) =>
      message
        .split('\n')
        .find((each) => each.startsWith(`${name}: `))
        ?.slice(name.length + 2)
    const data = line('data')
    if (data !== undefined) this.told.push({ event: line('event') ?? 'message', data: JSON.parse(data) as unknown })
  }
}
