import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { readConfig, type Config } from '../config.ts'
import { connect } from '../db/bare.ts'
import { startEmbedded, type Embedded } from '../db/embedded.ts'
import { migrate } from '../db/migrate.ts'
import { startServer } from '../server.ts'
import { DEMO_PASSWORD, seedDemo } from './demo.ts'

// `npm start`: everything a newcomer needs, on a machine with nothing but Node. Production runs src/server.ts instead.

try {
  await start()
} catch (error) {
  console.error(`\n  ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}

async function start(): Promise<void> {
  const given = readConfig()
  mkdirSync(given.DATA_DIR, { recursive: true })
  const options = {
    dir: folderOf(given),
    durable: true,
    log: (line: string) => console.log(`  ${line}`),
  }
  const embedded = given.DATABASE_URL ? null : await startEmbedded(options)
  if (embedded?.own === false) {
    console.log(`\n  Elanmälan är redan igång${embedded.address ? ` på ${embedded.address}` : ''}\n`)
    return
  }
  try {
    await serve(given, embedded)
  } catch (error) {
    await embedded?.stop()
    throw error
  }
}

/** Where the embedded database lies. */
function folderOf({ DATA_DIR }: Config): string {
  return path.join(DATA_DIR, 'postgres')
}

async function serve(given: Config, embedded: Embedded | null): Promise<void> {
  const url = given.DATABASE_URL ?? embedded!.url
  await migrate(url, embedded ? { folder: folderOf(given) } : {})
  const demo = !given.production && (given.DEMO || embedded !== null)
  if (demo) await fillIfEmpty(url)
  const config = { ...given, DATABASE_URL: url, DEMO: demo }
  const server = await startServer(config, demo ? { password: DEMO_PASSWORD } : null)
  await embedded?.announce(server.address)
  greet(server.address, demo, given.SMTP_URL === undefined)

  let stopping = false
  const stop = async () => {
    // Ctrl-C may reach us twice, by the terminal and by npm.
    if (stopping) return
    stopping = true
    await server.stop()
    await embedded?.stop()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop())
}

async function fillIfEmpty(url: string): Promise<void> {
  const db = connect(url, { min: 0, max: 2 })
  const known = await db('owners').first('id')
  await db.destroy()
  if (known) return
  console.log('  Lägger in demovärlden …')
  await seedDemo(url)
}

function greet(address: string, demo: boolean, mailbox: boolean): void {
  // Since the process began, its imports included.
  const seconds = (performance.now() / 1000).toFixed(1)
  console.log(`\n  Elanmälan är igång efter ${seconds} s:  ${address}`)
  if (demo) {
    console.log(`\n  Logga in med lösenordet  ${DEMO_PASSWORD}  som`)
    console.log('    amir.haddad      installatör, Bergströms Elservice')
    console.log('    karin.bergstrom  företagsadministratör, Bergströms Elservice')
    console.log('    mira.dahl        installatör, Solklart Installation')
    console.log('    eva.nordin       handläggare, Norrådalens Elnät')
    console.log('    mats.strand      montör, Norrådalens Elnät')
    console.log('    petra.wallin     handläggare, Västkustens Nät')
    console.log('    nils.aberg       handläggare, Sjöbygdens Energi Nät')
    console.log('    otto.drift       driftansvarig, ställer in ett andra steg')
    console.log('  Alla personer står på inloggningssidan.')
  }
  if (mailbox) console.log(`\n  Skickad post läser du på  ${address}/dev/mail`)
  console.log('\n  Ctrl-C stänger av. Allt som sparats finns kvar till nästa start.\n')
}
