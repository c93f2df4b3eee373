import type { Knex } from 'knex'

// As in 20261124131000_lists.ts.
const OPEN = `status not in ('closed', 'archived', 'cancelled')`
const SENT = `and submitted_at is not null`
const NEWEST = 'last_event_at desc, id desc'

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    -- The quick search of open cases looks through their lines without touching the table, as that of the archive does.
    drop index cases_company_open, cases_owner_open;
    create index cases_company_open on cases (company_id, ${NEWEST}) include (line_text) where ${OPEN};
    create index cases_owner_open on cases (owner_id, ${NEWEST}) include (line_text) where ${OPEN} ${SENT};

    -- Whose notes a case has, and for whom, without touching the notes: the symbols of unread and read ask it of many cases.
    drop index notes_author, notes_case;
    create index notes_author on notes (author_id, case_id) include (owner_id, company_id, sent, audience);
    create index notes_case on notes (case_id, id) include (author_id, owner_id, company_id, sent, audience);
  `)
}
