import './environment.ts'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { readConfig, type Config } from '../config.ts'
import { runningAt, startEmbedded, type Embedded } from '../db/embedded.ts'
import { migrate } from '../db/migrate.ts'
import { refuseTakenPort, startServer, type Running } from '../server.ts'
import { command } from './command.ts'
import { DEMO_PASSWORD, loadDemo } from './demo.ts'

// `npm start`: everything a newcomer needs, on a machine with nothing but Node. Production runs src/server.ts instead.

let embedded: Embedded | null = null
let server: Running | null = null
let stopping = false

async function stop(): Promise<void> {
  // Ctrl-C may reach us twice, by the terminal and by npm.
  if (stopping) return
  stopping = true
  await server?.stop()
  await embedded?.stop()
  process.exit(0)
}

// From the beginning: a start that is interrupted leaves no database running.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop())

await command(async () => {
  try {
    await start()
  } catch (error) {
    // What was under way when we were told to stop fails, and says nothing new.
    if (stopping) return
    await embedded?.stop()
    throw error
  }
})

async function start(): Promise<void> {
  const given = readConfig()
  const dir = folderOf(given)
  // A running Elanmälan has its port itself, and is told of below.
  if (given.DATABASE_URL || runningAt(dir) === null) await refuseTakenPort(given)
  mkdirSync(given.DATA_DIR, { recursive: true })
  if (!given.DATABASE_URL) {
    embedded = await startEmbedded({ dir, durable: true, log: (line) => console.log(`  ${line}`) })
    if (!embedded.own) {
      console.log(`\n  Elanmälan är redan igång${embedded.address ? ` på ${embedded.address}` : ''}\n`)
      return
    }
    if (embedded.reused) await refuseTakenPort(given)
  }
  await serve(given)
}

/** Where the embedded database lies. */
function folderOf({ DATA_DIR }: Config): string {
  return path.join(DATA_DIR, 'postgres')
}

async function serve(given: Config): Promise<void> {
  const url = given.DATABASE_URL ?? embedded!.url
  const options = { web: given.WEB_DATABASE_URL, takeBack: !given.production }
  const newer = await migrate(url, embedded ? { ...options, folder: folderOf(given) } : options)
  if (newer) console.log('  Databasen är av en nyare version, som den här går att köra på. Inget i den är ändrat.')
  const demo = !given.production && (given.DEMO || embedded !== null)
  if (demo) await loadDemo(url, () => console.log('  Lägger in demovärlden …'))
  const config = { ...given, DATABASE_URL: url, DEMO: demo }
  const running = await startServer(config, demo ? { password: DEMO_PASSWORD } : null)
  server = running
  await embedded?.announce(running.address)
  greet(running.address, { demo, mailbox: given.SMTP_URL === undefined, scans: given.CLAMD_URL !== undefined })
}

interface Shown {
  demo: boolean
  mailbox: boolean
  scans: boolean
}

function greet(address: string, { demo, mailbox, scans }: Shown): void {
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
  if (!scans) console.log('\n  Uppladdade filer söks inte igenom efter virus: CLAMD_URL är inte satt.')
  console.log('\n  Ctrl-C stänger av. Allt som sparats finns kvar till nästa start.\n')
}
