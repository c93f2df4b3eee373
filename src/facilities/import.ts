import type { OwnerActor, Tx } from '../db/actor.ts'
import { Conflict } from '../web/errors.ts'
import { readFacilities } from './csv.ts'
import { FACILITY_COLUMNS, KEYS, toRow, type Facility } from './facility.ts'
import { getRead, type Problem } from './queries.ts'
import { cut } from '../text/cut.ts'

/** So many rows that could not be read are shown; whoever has more has one mistake in all of them. */
const SHOWN = 100
const BATCH = 2000

/**
 * Reads a file into rows that wait beside the register. What waited before is thrown away.
 * @throws Unreadable
 */
export async function stage(
  tx: Tx,
  actor: OwnerActor,
  file: { path: string; name: string },
  progress: (done: number) => Promise<void> = () => Promise.resolve(),
): Promise<number> {
  await tx('facility_imports').where({ owner_id: actor.ownerId, status: 'read' }).delete()
  const [row] = await tx('facility_imports')
    .insert({ owner_id: actor.ownerId, file_name: cut(file.name, 200), read_by_name: actor.name })
    .returning('id')
  const id = row!.id
  const counts = { good: 0, bad: 0 }
  const problems: Problem[] = []
  let ignored: string[] = []
  let batch: Facility[] = []
  const flush = async () => {
    if (batch.length > 0) await insertAll(tx, actor, id, batch)
    counts.good += batch.length
    batch = []
    await progress(counts.good + counts.bad)
  }
  for await (const line of readFacilities(file.path, (headings) => (ignored = headings))) {
    if ('problem' in line) {
      counts.bad += 1
      if (problems.length < SHOWN) problems.push(line.problem)
    } else if (batch.push(line.facility) >= BATCH) await flush()
  }
  await flush()
  await tx('facility_imports')
    .where({ id })
    .update({ ...counts, problems: JSON.stringify(problems), ignored })
  return id
}

const NAMES = KEYS.map((key) => FACILITY_COLUMNS[key].column)
const INSERT = `insert into facilities (import_id, owner_id, ${NAMES.join(', ')})
  select ?::int, ?::int, ${NAMES.map((name) => `x.${name}`).join(', ')}
  from jsonb_to_recordset(?::jsonb) as x(${NAMES.map((name) => `${name} ${name === 'fuse' ? 'int' : 'text'}`).join(', ')})`

/** One statement for many rows: tens of thousands go in within seconds. */
async function insertAll(tx: Tx, actor: OwnerActor, id: number, facilities: Facility[]): Promise<void> {
  await tx.raw(INSERT, [id, actor.ownerId, JSON.stringify(facilities.map(toRow))])
}

/** What was read becomes the register, all at once; of the one before only the row that tells of it is kept. */
export async function takeIntoUse(tx: Tx, actor: OwnerActor, id: number): Promise<number> {
  const read = await getRead(tx, id)
  if (read.good === 0) throw new Conflict('Filen har ingen rad som går att använda.')
  const mine = tx('facility_imports').where({ owner_id: actor.ownerId, status: 'current' })
  const before = (await mine.update({ status: 'replaced' }).returning('id')) as { id: number }[]
  await tx('facilities')
    .whereIn(
      'import_id',
      before.map((each) => each.id),
    )
    .delete()
  await tx('facility_imports')
    .where({ id, status: 'read' })
    .update({ status: 'current', used_at: tx.now, used_by_name: actor.name })
  return read.good
}
