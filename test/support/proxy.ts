import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A TCP proxy that can swallow everything without closing anything, as a firewall that has forgotten its connections. */
export class Proxy {
  readonly #sockets = new Set<Socket>()
  #isSilent = false
  readonly #server = createServer((near) => {
    const far = connect(this.#port, this.#host)
    this.#sockets.add(near).add(far)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (bytes) => to.write(bytes))
      from.on('error', () => to.destroy())
      from.on('close', () => {
        this.#sockets.delete(from)
        to.destroy()
      })
      if (this.#isSilent) from.pause()
    }
  })
  #host: string
  #port: number

  constructor(to: URL) {
    this.#host = to.hostname
    this.#port = Number(to.port)
  }

  /** Where it listens, for the same database and login. */
  async open(url: string): Promise<string> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    const through = new URL(url)
    through.host = `127.0.0.1:${(this.#server.address() as AddressInfo).port}`
    return through.href
  }

  /** New connections go there: a server that was started again has another port. */
  leadTo(to: URL): void {
    this.#host = to.hostname
    this.#port = Number(to.port)
  }

  silence(): void {
    this.#isSilent = true
    for (const socket of this.#sockets) socket.pause()
  }

  heal(): void {
    this.#isSilent = false
    for (const socket of this.#sockets) socket.resume()
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
  }
}
