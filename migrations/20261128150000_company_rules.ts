import type { Knex } from 'knex'

/**
 * Who may answer applications beside the administrator, companies let in because they stand in Elsäkerhetsverket's
 * register, and whether one that is blocked or has ended may finish what it has begun (docs/domain.md 6 and 7.3).
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    -- A: answers applications from companies; given beside the others.
    alter table users drop constraint users_permission_sets_check;
    alter table users add constraint users_permission_sets_check
      check (permission_sets <@ '{H,B,K,M,L,A}' and cardinality(permission_sets) > 0);

    alter table owners add column finish_when_stopped boolean not null default true;
    grant select (finish_when_stopped) on owners to app_installer;
    alter table owners drop constraint owners_admission_check;
    alter table owners add constraint owners_admission_check
      check (admission in ('manual', 'known', 'registered', 'open', 'closed'));

    -- What the owner has read in of the register: nobody else's business, and replaced whole.
    create table register_entries (
      owner_id int not null references owners (id),
      org_number text not null check (org_number ~ '^[0-9]{10}$'),
      read_on date not null,
      read_by_name text not null,
      primary key (owner_id, org_number)
    );
    alter table register_entries enable row level security; alter table register_entries force row level security;
    create policy platform on register_entries for all to current_user using (true) with check (true);
    create policy app_owner on register_entries for all to app_owner
      using (owner_id = (select app.owner_id())) with check (owner_id = (select app.owner_id()));
    grant select, insert, delete on register_entries to app_owner;

    create or replace function app.admit_by_rule(company int, owner int) returns boolean
      language plpgsql security definer set search_path = public, pg_temp as $$
      declare
        entry register_entries;
      begin
        if app.company_id() is distinct from company and not (app.company_id() is null and app.owner_id() is null
          and exists (select from companies where id = company and status = 'waiting')) then
          return false;
        end if;
        select r.* into entry from register_entries r join companies c on c.org_number = r.org_number
          where r.owner_id = owner and c.id = company;
        update connections n set status = 'approved', reason = null, decided_at = app.now(), decided_by_name = null,
            register_checked_on = case when o.admission = 'registered' then entry.read_on else n.register_checked_on end,
            register_checked_by_name =
              case when o.admission = 'registered' then entry.read_by_name else n.register_checked_by_name end
          from owners o
          where n.company_id = company and n.owner_id = owner and n.status = 'applied' and o.id = owner
            and (o.admission = 'open' or (o.admission = 'registered' and entry.org_number is not null)
              or (o.admission = 'known' and exists (
                select from connections k where k.company_id = company and k.owner_id <> owner and k.status = 'approved')));
        return found;
      end $$;
  `)
}
