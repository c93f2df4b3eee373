import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { readConfig } from '../config.ts'
import { connect } from '../db/bare.ts'
import { startEmbedded } from '../db/embedded.ts'
import { migrate } from '../db/migrate.ts'
import { startServer } from '../server.ts'
import { DEMO_PASSWORD, seedDemo } from './demo.ts'

// `npm start`: everything a newcomer needs, on a machine with nothing but Node. Production runs src/server.ts instead.
const began = performance.now()
const given = readConfig()
const embedded = given.DATABASE_URL ? null : await startDatabase()
const url = given.DATABASE_URL ?? embedded!.url

await migrate(url)
const db = connect(url, { min: 0, max: 2 })
const demo = !given.production && (given.DEMO || embedded !== null)
if (demo && (await isEmpty())) {
  console.log('Lägger in demovärlden …')
  await seedDemo(url)
}
await db.destroy()

const server = await startServer({ ...given, DATABASE_URL: url, DEMO: demo })
greet(server.address)

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop())

async function stop(): Promise<void> {
  await server.stop()
  await embedded?.stop()
  process.exit(0)
}

async function startDatabase() {
  mkdirSync(given.DATA_DIR, { recursive: true })
  return startEmbedded({ dir: path.join(given.DATA_DIR, 'postgres'), durable: true, log: (line) => console.log(line) })
}

async function isEmpty(): Promise<boolean> {
  return (await db('owners').first('id')) === undefined
}

function greet(address: string): void {
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  console.log(`\n  Elanmälan är igång efter ${seconds} s:  ${address}`)
  if (demo) {
    console.log(`\n  Logga in med lösenordet ${DEMO_PASSWORD} som t.ex.`)
    console.log('    amir.haddad      installatör, Bergströms Elservice')
    console.log('    karin.bergstrom  företagsadministratör, Bergströms Elservice')
    console.log('    eva.nordin       handläggare, Norrådalens Elnät')
    console.log('    petra.wallin     handläggare, Västkustens Nät')
    console.log('  Alla personer står på inloggningssidan.')
  }
  if (!given.SMTP_URL) console.log(`\n  Skickad post läser du på ${address}/dev/mail`)
  console.log('\n  Ctrl-C stänger av.\n')
}
