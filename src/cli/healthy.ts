import { readConfig } from '../config.ts'

// For health checks of containers, which have no curl: asks this machine's own process, and ends with 0 when it says yes.

const { STATUS_PORT } = readConfig()
const answer = await fetch(`http://127.0.0.1:${STATUS_PORT ?? 0}${process.argv[2] ?? '/readyz'}`, {
  signal: AbortSignal.timeout(4_000),
}).catch(() => null)
process.exit(answer?.ok ? 0 : 1)
