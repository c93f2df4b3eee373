import type { Knex } from 'knex'

// Roles belong to the whole server, not to one database: make them once, tolerate that they exist.
const ROLES = ['app_installer', 'app_owner', 'app_operator', 'app_auth', 'app_worker']

export async function up(db: Knex): Promise<void> {
  for (const role of [...ROLES, 'app_web']) {
    await db.raw(`do $$ begin create role ${role} noinherit; exception when duplicate_object then null; end $$`)
  }
  for (const role of ROLES) await db.raw(`grant ${role} to app_web`)

  await db.raw(`
    revoke all on schema public from public;
    grant usage on schema public to app_web, ${ROLES.join(', ')};
    create schema app;
    grant usage on schema app to app_web, ${ROLES.join(', ')};

    create collation if not exists public.swedish (provider = icu, locale = 'sv-SE');

    create function app.user_id() returns int language sql stable parallel safe
      return nullif(current_setting('app.user_id', true), '')::int;
    create function app.company_id() returns int language sql stable parallel safe
      return nullif(current_setting('app.company_id', true), '')::int;
    create function app.owner_id() returns int language sql stable parallel safe
      return nullif(current_setting('app.owner_id', true), '')::int;

    -- One clock for rules and rows. Tests travel by the transaction-local setting; nothing else sets it.
    create function app.now() returns timestamptz language sql stable parallel safe
      return coalesce(nullif(current_setting('app.clock', true), '')::timestamptz, now());
  `)
}
