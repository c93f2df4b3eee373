import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { readConfig } from '../config.ts'
import { connect } from '../db/bare.ts'
import { startEmbedded } from '../db/embedded.ts'
import { migrate } from '../db/migrate.ts'
import { startServer, type Running } from '../server.ts'
import { DEMO_PASSWORD, seedDemo } from './demo.ts'
import { runningOn, sayRunning, sayStopped } from './running.ts'

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
  const already = given.DATABASE_URL ? null : runningOn(given.DATA_DIR)
  if (already !== null) {
    console.log(`\n  Elanmälan är redan igång på ${already}\n`)
    return
  }
  // Said before the database is up, so that a second start at the same moment leaves it to the first.
  sayRunning(given.DATA_DIR, `http://localhost:${given.PORT ?? 3000}`)
  const options = {
    dir: path.join(given.DATA_DIR, 'postgres'),
    durable: true,
    log: (line: string) => console.log(`  ${line}`),
  }
  const embedded = given.DATABASE_URL ? null : await startEmbedded(options)
  const url = given.DATABASE_URL ?? embedded!.url
  await migrate(url)
  const demo = !given.production && (given.DEMO || embedded !== null)
  if (demo) await fillIfEmpty(url)
  const config = { ...given, DATABASE_URL: url, DEMO: demo }
  let server: Running
  try {
    server = await startServer(config, demo ? { password: DEMO_PASSWORD } : null)
  } catch (error) {
    sayStopped(given.DATA_DIR)
    await embedded?.stop()
    throw error
  }
  sayRunning(given.DATA_DIR, server.address)
  greet(server.address, demo, given.SMTP_URL === undefined)

  const stop = async () => {
    await server.stop()
    await embedded?.stop()
    sayStopped(given.DATA_DIR)
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop())
}

async function fillIfEmpty(url: string): Promise<void> {
  const db = connect(url, { min: 0, max: 2 })
  const known = (await db('owners').first('id')) as { id: number } | undefined
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
    console.log('    petra.wallin     handläggare, Västkustens Nät')
    console.log('    nils.aberg       handläggare, Sjöbygdens Energi Nät')
    console.log('  Alla personer står på inloggningssidan.')
  }
  if (mailbox) console.log(`\n  Skickad post läser du på  ${address}/dev/mail`)
  console.log('\n  Ctrl-C stänger av. Allt som sparats finns kvar till nästa start.\n')
}
