import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseEnv } from 'node:util'
import { z } from 'zod'

/** The project's root: src/ and dist/src/ lie at different depths, so it is found by its package.json. */
export const root = findRoot(path.dirname(fileURLToPath(import.meta.url)))

function findRoot(dir: string): string {
  return existsSync(path.join(dir, 'package.json')) ? dir : findRoot(path.dirname(dir))
}

const flag = z
  .enum(['0', '1', 'true', 'false'])
  .default('0')
  .transform((value) => value === '1' || value === 'true')

const Environment = z.object({
  NODE_ENV: z.enum(['production', 'development', 'test']).default('development'),
  PORT: z.coerce.number().int().min(0).max(65535).optional(),
  HOST: z.string().default('127.0.0.1'),
  /** Where people reach us; links in mails are built from this and never from a request. (Vite takes BASE_URL.) */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** The owner of the tables: migrations and the job queue. ROLE=web can do without where WEB_DATABASE_URL is set. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** What requests sign in as; by default the role app_web on the same server, see db/roles.ts and docs/operations.md. */
  WEB_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** A line past a pooler in transaction mode, which passes no LISTEN on; as the web role. By default WEB_DATABASE_URL. */
  LISTEN_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATA_DIR: z.string().default(path.join(root, '.data')),
  /** What npm run backup signs in as, where the owner does not see every row. */
  BACKUP_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  /** Where clamd listens; without it files are not scanned (docs/operations.md). The same for web and worker. */
  CLAMD_URL: z
    .string()
    .regex(/^(tcp:\/\/[^/]+:\d{1,5}|unix:\/[^?#]+)$/, 'CLAMD_URL is tcp://host:port or unix:/path')
    .refine((url) => URL.canParse(url))
    .optional(),
  MAIL_FROM: z.string().default('Elanmälan <noreply@elanmalan.example>'),
  /** Seals what must be readable again: TOTP keys, OpenID Connect secrets. At least 32 characters; the same everywhere. */
  SECRET_KEY: z.string().min(32).default('only for development: not a secret at all'),
  /** Keys of before, newest first, separated by commas: they open and check, the first seals (docs/operations.md). */
  SECRET_KEYS_BEFORE: z
    .string()
    .default('')
    .transform((keys) => keys.split(',').filter((key) => key !== ''))
    .pipe(z.array(z.string().min(32))),
  /** Statements prepared by name on each connection (db/prepared.ts); 0 for a pooler that does not know them. */
  PREPARED_STATEMENTS: flag.prefault('1'),
  ROLE: z.enum(['all', 'web', 'worker']).default('all'),
  /** Loads the demo world and shows its password at sign-in. Refused in production. */
  DEMO: flag,
  LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
  /** Health and metrics of this process, for whoever runs it; not served without it, and never on PORT. */
  STATUS_PORT: z.coerce.number().int().min(0).max(65535).optional(),
  STATUS_HOST: z.string().default('127.0.0.1'),
  /** How many proxies stand before us; their X-Forwarded-* are believed, nobody else's. */
  TRUST_PROXY: z.coerce.number().int().min(0).max(5).default(0),
})

export type Config = ReturnType<typeof readConfig>

/** @throws Error naming every variable that is wrong. */
export function readConfig(given: NodeJS.ProcessEnv = { ...dotEnv(), ...set(process.env) }) {
  const environment = set(given)
  const parsed = Environment.safeParse(environment)
  if (!parsed.success) throw new Error(`The environment is wrong:\n${z.prettifyError(parsed.error)}`)
  const env = parsed.data
  const production = env.NODE_ENV === 'production'
  if (production && env.DEMO) throw new Error('DEMO=1 is refused with NODE_ENV=production.')
  const webAlone = env.ROLE === 'web' && env.WEB_DATABASE_URL
  if (production && !env.DATABASE_URL && !webAlone) {
    throw new Error('DATABASE_URL is required with NODE_ENV=production (or, for ROLE=web, WEB_DATABASE_URL).')
  }
  if (production && !env.PUBLIC_URL) throw new Error('PUBLIC_URL is required with NODE_ENV=production.')
  if (production && !environment['SECRET_KEY']) throw new Error('SECRET_KEY is required with NODE_ENV=production.')
  return { ...env, production }
}

/** A variable that is set to nothing, as in an env file or a compose file, is not set. */
function set(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()))
}

/** For the log, which is there before anybody can be told that the environment is wrong. */
export function logLevel(): Config['LOG_LEVEL'] {
  return Environment.shape.LOG_LEVEL.safeParse(set(process.env)['LOG_LEVEL'] ?? dotEnv()['LOG_LEVEL']).data ?? 'info'
}

function dotEnv(): NodeJS.ProcessEnv {
  const file = path.join(root, '.env')
  return existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}
}
