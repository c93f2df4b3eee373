import { z } from 'zod'
import type { Tx } from '../db/actor.ts'
import type { Doing } from '../long-work/run.ts'
import { CannotBeDone } from '../long-work/work.ts'
import type { Asking } from '../sign-in/accounts/events.ts'
import { createUser, tellOfNew, tellOwnersOfNew, type New } from './create.ts'
import { readPeople, type ImportRow } from './csv.ts'
import { USERS } from './forms.ts'
import type { Admin } from './queries.ts'

/** So many are made while the page is waited for; more by the worker. */
export const MOST_PEOPLE_AT_ONCE = 200
const TOLD_EVERY = 25

const Input = z.object({ text: z.string(), ip: z.string(), agent: z.string() })
type Input = z.output<typeof Input>

/** What the worker needs to make them: what was pasted, and from where, for the log and the mail to the administrators. */
export function inputOf(text: string, { ip, headers }: Asking): Input {
  return { text, ip: ip ?? '', agent: headers['user-agent']?.slice(0, 200) ?? '' }
}

/** The people of a file that is long. Each line is judged anew: what could be made then may be taken by now. */
export const createPeople: Doing = async (tx, { actor, input, progress }) => {
  if (!actor.isAdmin) throw new CannotBeDone('Du har inte behörighet')
  const { text, ip, agent } = Input.parse(input)
  const asking: Asking = { ip, headers: { 'user-agent': agent } }
  const rows = (await judgeRows(tx, text)).filter(({ person }) => person !== null)
  const made = await createAll(tx, actor, rows, asking, (done) => progress(done, rows.length))
  const [to] = Object.keys(USERS).filter((at) => at.startsWith(actor.side === 'owner' ? '/owner' : '/company'))
  return {
    to: to!,
    said: '{n} användare är upplagd.|{n} användare är upplagda.',
    params: { n: rows.length },
    after: () => tellOwnersOfNew(actor, made),
  }
}

/** With what is wrong with each. Of the names in the file those count as taken that the own tenant has: others' are not told. */
export async function judgeRows(tx: Tx, text: string): Promise<ImportRow[]> {
  const wanted = readPeople(text).flatMap(({ typed }) => (typed.username ? [typed.username.toLowerCase()] : []))
  const taken = (await tx('users').whereIn('username', wanted).pluck('username')) as string[]
  return readPeople(text, new Set(taken))
}

/** A user name that somebody has, wherever, is given a number, here as when names are made: what is refused would tell who exists. */
export async function createAll(
  tx: Tx,
  actor: Admin,
  rows: ImportRow[],
  asking: Asking,
  progress: (done: number) => Promise<void> = () => Promise.resolve(),
): Promise<New> {
  const people = rows.flatMap(({ person }) => (person ? [person] : []))
  const made: New = []
  for (const [at, person] of people.entries()) {
    if (at % TOLD_EVERY === 0) await progress(at)
    made.push({ name: person.name, username: await createUser(tx, actor, person, asking) })
  }
  await tellOfNew(tx, actor, made, asking)
  return made
}
