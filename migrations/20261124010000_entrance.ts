import type { Knex } from 'knex'

/** The network owner's own entrance, and sign-in at its provider. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    grant update (entry_text, accent, logo, logo_type) on owners to app_owner;
    -- Does who comes from the provider come in two steps, whether it says so in each token or not (ASVS 6.8.4)?
    alter table owner_oidc add column two_steps boolean not null default false;
    grant select (two_steps), update (two_steps) on owner_oidc to app_owner;
    create index oidc_requests_owner on oidc_requests (owner_id);
  `)
}
