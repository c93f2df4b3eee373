import { test } from 'vitest'
import { aCase, actorsOf } from '../support/cases.ts'
import { testDatabase } from '../support/database.ts'
test('prof', async () => {
  const db = await testDatabase()
  const { amir } = actorsOf(db.world)
  const k = await aCase.send(amir, await aCase(amir, 'NY01'))
  const time = async (label: string, sql: string, n = 200) => {
    const { rows } = await db.owner.raw(`explain (analyze, timing off, format json) select ${sql} from generate_series(1, ${n}) g`)
    console.log(label, (rows[0]['QUERY PLAN'][0]['Execution Time'] / n).toFixed(3), 'ms')
  }
  await time('index_case', `app.index_case(${k.id} + 0 * g)`)
  await time('answers notice', `length(app.search_answers((select definition->'notice' from job_types where id=${k.job_type_id}), (select notice from cases where id=${k.id} + 0*g), true))`)
  await time('def detoast', `(select length((definition->'notice')::text) from job_types where id=${k.job_type_id} + 0*g)`)
  await time('words', `app.search_words((select notice::text from cases where id=${k.id} + 0*g))`)
  await time('tokens', `app.search_tokens('c1+', '/', (select app.search_words(notice::text) from cases where id=${k.id} + 0*g))`)
  const r = await db.owner.raw(`select length(notice::text) n, (select length(definition::text) from job_types where id = job_type_id) d, (select string_agg(marks, E'\n') from case_search) m, (select string_agg(length(doc)::text||' '||pg_column_size(doc)::text, ', ') from case_search) l from cases`)
  console.log(r.rows[0])
  console.log((await db.owner.raw('select doc::text from case_search limit 1')).rows[0].doc)
})
