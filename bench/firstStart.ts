import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { root } from '../src/config.ts'
import { runningAt } from '../src/db/embedded.ts'

// node --import tsx bench/firstStart.ts [20]: a drill, for Linux. Kills first starts with -9 at random moments, one after
// another on the same folder, and then lets one come up: is it whole, and does any PostgreSQL run that should not?

const say = (line: string) => process.stdout.write(`${line}\n`)
const KILLS = Number(process.argv[2] ?? 20)
const LONGEST = 20_000

const dir = await mkdtemp(path.join(tmpdir(), 'elanmalan-kills-'))
const begin = () => {
  const settings = [`DATA_DIR=${dir}`, 'PORT=0', process.execPath]
  // env becomes the program, with its number.
  return spawn('env', [...settings, '--import', 'tsx', 'src/cli/start.ts'], { cwd: root })
}

const reached: Record<string, number> = {}
for (let kill = 1; kill <= KILLS; kill += 1) {
  // What an earlier one wrote stays, so that the later ones come upon half of everything; now and then from nothing.
  if (kill % 5 === 0) await rm(dir, { recursive: true, force: true })
  const start = begin()
  let said = ''
  for (const stream of [start.stdout, start.stderr]) stream.on('data', (data: Buffer) => (said += data.toString()))
  await Promise.race([sleep(Math.random() * LONGEST), once(start, 'close')])
  start.kill('SIGKILL')
  const last = said.trim().split('\n').at(-1)?.trim().slice(0, 30) || 'nothing said'
  reached[last] = (reached[last] ?? 0) + 1
  await nothingRuns(`kill ${kill}`)
}
say(`Killed after: ${JSON.stringify(reached)}`)

const start = begin()
let said = ''
start.stdout.on('data', (data: Buffer) => (said += data.toString()))
while (!said.includes('Elanmälan är igång')) await Promise.race([once(start.stdout, 'data'), ended(start, said)])
const client = new pg.Client({ connectionString: runningAt(path.join(dir, 'postgres'))! })
await client.connect()
const { rows } = await client.query(
  `select count(*)::int as cases, count(distinct reference)::int as "references",
     (select count(*)::int from users) as users, (select count(*)::int from mail_messages) as mails,
     (select count(*)::int from graphile_worker._private_jobs) as jobs,
     (select count(*)::int from applied_files where file like 'the demo%') as unfinished
   from cases`,
)
say(`The start after them: ${JSON.stringify(rows[0])}`)
await client.end()
start.kill('SIGTERM')
await once(start, 'close')
await nothingRuns('the last stop')
await rm(dir, { recursive: true, force: true })
say(`${KILLS} kills: the next start was whole, and no PostgreSQL was left running.`)

async function ended(child: ReturnType<typeof begin>, words: string): Promise<never> {
  await once(child, 'close')
  throw new Error(`The start after ${KILLS} kills ended: ${words}`)
}

/** Whatever has the folder in its command line: PostgreSQL, initdb, their children. Ten seconds to say goodbye. */
async function nothingRuns(after: string): Promise<void> {
  const until = Date.now() + 10_000
  for (;;) {
    const left = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
      .map((pid) => ({ pid, line: existsSync(`/proc/${pid}`) ? commandOf(pid) : '' }))
      .filter(({ line }) => line.includes(dir))
    if (left.length === 0) return
    if (Date.now() > until)
      throw new Error(`After ${after}: ${left.map(({ pid, line }) => `${pid} ${line}`).join('; ')}`)
    await sleep(50)
  }
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return ''
  }
}
