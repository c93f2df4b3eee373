import type { Knex } from 'knex'

// As in 20261124131000_lists.ts.
const OPEN = `status not in ('closed', 'archived', 'cancelled')`
const CLOSED = `status in ('closed', 'archived', 'cancelled')`
const SENT = `and submitted_at is not null`

/**
 * What lists are ordered and grouped by, as columns of their own. Under row level security an expression like
 * coalesce(expected_on, 'infinity') is not looked up in its index: PostgreSQL takes it for one that might leak what it
 * reads. A plain column is, and needs no visit to the table.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    alter table cases
      add column expected_by date not null generated always as (coalesce(expected_on, 'infinity')) stored,
      add column due_by date not null generated always as (coalesce(due_on, 'infinity')) stored,
      add column place_line text not null generated always as (coalesce(address, '')) stored,
      add column orderer_line text not null generated always as (coalesce(orderer, '')) stored;

    drop index cases_company_open_expected, cases_owner_open_expected, cases_owner_open_due,
      ${['company', 'owner'].flatMap((side) => ['place', 'orderer', 'expected'].map((name) => `cases_${side}_closed_${name}`)).join(', ')};
    create index cases_company_open_expected on cases (company_id, expected_by, id) where ${OPEN};
    create index cases_owner_open_expected on cases (owner_id, expected_by, id) where ${OPEN} ${SENT};
    create index cases_owner_open_due on cases (owner_id, due_by, id) where ${OPEN} ${SENT};
    ${['company', 'owner']
      .flatMap((side) =>
        Object.entries({ place: 'place_line', orderer: 'orderer_line', expected: 'expected_by' }).map(
          ([name, column]) => `create index cases_${side}_closed_${name} on cases (${side}_id, ${column}, id)
      where ${CLOSED} ${side === 'owner' ? SENT : ''};`,
        ),
      )
      .join('\n    ')}
  `)
}
