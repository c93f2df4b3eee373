import { createServer, type RequestListener, type Server } from 'node:http'
import type { Socket } from 'node:net'
import { networkOf } from './rateLimits.ts'

/** What one process lets strangers cost it in sockets and time, in milliseconds; docs/security.md says the same. */
export const SOCKETS = {
  /** From the first byte of a request to the end of its headers. */
  headers: 10_000,
  /** The whole of a request: a case's photos over the line of a building site. Before sign-in: PUBLIC_BODY. */
  request: 600_000,
  /** No byte in either direction: whoever does not read the answer. Longer than the longest work in a request. */
  silence: 180_000,
  /** Between two requests; a proxy keeps its lines longer, and must never meet one that we are just closing. */
  idle: 10_000,
  idleBehindProxy: 65_000,
  connections: 2_000,
  /** One network's share, where nobody stands between: the others always get in. An office behind one address fits. */
  perNetwork: 500,
  requests: 10_000,
  headerBytes: 16_384,
  /** How often the times are looked at. */
  check: 1_000,
}

/** The server for people: Node's own, with every limit set. */
export function httpServer(
  app: RequestListener,
  { TRUST_PROXY }: { TRUST_PROXY: number },
  limits: typeof SOCKETS = SOCKETS,
): Server {
  const server = createServer(
    {
      headersTimeout: limits.headers,
      requestTimeout: limits.request,
      keepAliveTimeout: TRUST_PROXY > 0 ? limits.idleBehindProxy : limits.idle,
      connectionsCheckingInterval: limits.check,
      maxHeaderSize: limits.headerBytes,
    },
    app,
  )
  server.maxConnections = limits.connections
  server.maxRequestsPerSocket = limits.requests
  server.setTimeout(limits.silence)
  if (TRUST_PROXY === 0) shareConnections(server, limits.perNetwork)
  return server
}

/** Beyond its share a network's new sockets are closed unread. */
function shareConnections(server: Server, most: number): void {
  const open = new Map<string, number>()
  server.on('connection', (socket: Socket) => {
    const network = networkOf(socket.remoteAddress ?? '')
    const count = (open.get(network) ?? 0) + 1
    open.set(network, count)
    socket.once('close', () => {
      const left = open.get(network)! - 1
      if (left === 0) open.delete(network)
      else open.set(network, left)
    })
    if (count > most) socket.destroy()
  })
}
