import type { Knex } from 'knex'

/** When the network owner last looked the company up at Elsäkerhetsverket, and how old that may be (V21). */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    alter table owners add column register_check_months int check (register_check_months between 1 and 60);
    grant select (register_check_months) on owners to app_installer;
    alter table connections add column register_checked_on date, add column register_checked_by_name text;
    grant update (register_checked_on, register_checked_by_name) on connections to app_owner;
  `)
}
