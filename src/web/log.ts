import { pino } from 'pino'
import { readConfig } from '../config.ts'

/** Structured logs with ids, never names, bodies or query strings. */
export const log = pino({ level: readConfig().LOG_LEVEL, redact: ['req.headers.cookie', 'req.headers.authorization'] })
