import type { Knex } from 'knex'

/** An operator may take a network owner out of use, and back: nobody of it comes in, nothing new comes to it. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    alter table owners
      add column deactivated_at timestamptz,
      add column deactivated_reason text check (length(deactivated_reason) >= 10),
      add check ((deactivated_at is null) = (deactivated_reason is null));
    grant update (deactivated_at, deactivated_reason) on owners to app_operator;
    grant select (deactivated_at) on owners to app_installer;

    -- May people of this tenant come in? The one question of every door, with the tenant's columns of the user.
    create function app.tenant_open(company int, owner int) returns boolean
      language sql stable set search_path = public, pg_temp as $$
        select (company is null or exists (select from companies c where c.id = company and c.status = 'active'))
          and (owner is null or exists (select from owners o where o.id = owner and o.deactivated_at is null))
      $$;
    revoke execute on function app.tenant_open(int, int) from public;
    grant execute on function app.tenant_open(int, int) to app_auth;

    -- As a blocked company's, its people are out at once, and not back in when it is taken into use again.
    create function app.end_owner_sessions() returns trigger
      language plpgsql security definer set search_path = public, pg_temp as $$
      begin
        delete from sessions where user_id in (select id from users where owner_id = new.id);
        delete from sign_in_steps where user_id in (select id from users where owner_id = new.id);
        return null;
      end $$;
    create trigger end_sessions after update of deactivated_at on owners for each row
      when (new.deactivated_at is not null and old.deactivated_at is null) execute function app.end_owner_sessions();

    create or replace function app.session_actor(hash bytea)
      returns table (user_id int, username text, name text, kind text, company_id int, owner_id int, is_admin boolean,
                     locale text, start_page text, tenant_name text, last_seen_at timestamptz, session_id bigint,
                     support_id bigint, support_company int, support_owner int, support_tenant text, support_until timestamptz)
      language sql stable security definer set search_path = public, pg_temp as $$
        select u.id, u.username, u.name, u.kind, u.company_id, u.owner_id, u.is_admin, u.locale, u.start_page,
               coalesce(c.name, o.name, 'Elanmälan'), s.last_seen_at, s.id,
               a.id, a.company_id, a.owner_id, coalesce(ac.name, ao.name), a.expires_at
        from sessions s
        join users u on u.id = s.user_id
        left join companies c on c.id = u.company_id
        left join owners o on o.id = u.owner_id
        left join lateral (
          select x.* from support_accesses x
          where u.kind = 'operator' and x.session_id = s.id and x.ended_at is null and x.expires_at > now()
          order by x.id desc limit 1) a on true
        left join companies ac on ac.id = a.company_id
        left join owners ao on ao.id = a.owner_id
        where s.token_hash = hash and s.expires_at > app.now() and s.last_seen_at > app.now() - interval '12 hours'
          and u.active and (c.id is null or c.status = 'active') and o.deactivated_at is null
      $$;
    revoke execute on function app.end_owner_sessions() from public;
  `)
}
