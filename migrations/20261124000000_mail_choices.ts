import type { Knex } from 'knex'

/** When decisions reach a person: at once, after the quiet hours, gathered once a day, or not by mail. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    alter table mail_messages
      add column user_id int references users,
      add column send_after timestamptz,
     -- What a gathered mail will say in the digest.
     add column entry jsonb,
      add column digest_id bigint references mail_messages;
    alter table mail_messages drop constraint mail_messages_status_check;
    alter table mail_messages add check (status in ('queued', 'delivered', 'failed', 'gathered', 'digested'));
    create index mail_messages_gathered on mail_messages (user_id, id) where status = 'gathered';
    create index mail_messages_user on mail_messages (user_id) where user_id is not null;
    create index mail_messages_digest on mail_messages (digest_id) where digest_id is not null;

    -- The end of the quiet hours that are now, by the clock on the wall in Sweden; null outside them. Over midnight, and
    -- in the nights when the clocks change, the end is the next time the clock shows it.
    create function app.quiet_until(quiet_from time, quiet_to time) returns timestamptz
      language sql stable parallel safe set search_path = pg_catalog, pg_temp as $$
        select case
          when quiet_from is null or quiet_from = quiet_to then null
          when quiet_from < quiet_to and wall::time >= quiet_from and wall::time < quiet_to
            then (wall::date + quiet_to) at time zone 'Europe/Stockholm'
          when quiet_from > quiet_to and wall::time >= quiet_from
            then (wall::date + 1 + quiet_to) at time zone 'Europe/Stockholm'
          when quiet_from > quiet_to and wall::time < quiet_to
            then (wall::date + quiet_to) at time zone 'Europe/Stockholm'
        end
        from (select app.now() at time zone 'Europe/Stockholm' as wall) clock
      $$;
    revoke execute on function app.quiet_until(time, time) from public;
    grant execute on function app.quiet_until(time, time) to app_installer, app_owner;

    drop function app.case_people(bigint);
    create function app.case_people(wanted bigint)
      returns table (role text, user_id int, name text, phone text, email text, active boolean, locale text,
                     mail_pace text, quiet_until timestamptz)
      language sql stable security definer set search_path = public, pg_temp as $$
        select p.role, u.id, u.name, u.phone, u.email, u.active, u.locale, u.mail_pace,
               app.quiet_until(u.quiet_from, u.quiet_to)
        from cases c
        cross join lateral (values ('responsible', c.responsible_id), ('handler', c.handler_id)) p (role, id)
        join users u on u.id = p.id
        where c.id = wanted
          and (c.company_id = app.company_id() or (c.owner_id = app.owner_id() and c.submitted_at is not null))
      $$;
    drop function app.case_mail_settings(bigint);
    create function app.case_mail_settings(wanted bigint)
      returns table (mail_enabled boolean, mail_approved boolean, mail_notice_rejected boolean,
                     mail_completion_approved boolean, mail_completion_rejected boolean, company_email text,
                     mail_minimum text)
      language sql stable security definer set search_path = public, pg_temp as $$
        select o.mail_enabled, o.mail_approved, o.mail_notice_rejected, o.mail_completion_approved,
               o.mail_completion_rejected, o.email, o.mail_minimum
        from cases c join companies o on o.id = c.company_id
        where c.id = wanted
          and (c.company_id = app.company_id() or (c.owner_id = app.owner_id() and c.submitted_at is not null))
      $$;
    revoke execute on function app.case_people(bigint), app.case_mail_settings(bigint) from public;
    grant execute on function app.case_people(bigint), app.case_mail_settings(bigint) to app_installer, app_owner;

    -- A mail that waits for the end of somebody's quiet hours waits on the queue.
    create or replace function app.enqueue_mail(mail_id bigint) returns void
      language sql security definer set search_path = pg_catalog, pg_temp as
      $$ select graphile_worker.add_job('mail', json_build_object('id', mail_id), job_key := 'mail:' || mail_id,
           max_attempts := 25, run_at := (select m.send_after from public.mail_messages m where m.id = mail_id)) $$;
    create policy platform on mail_messages to current_user using (true) with check (true);

    -- The digest is the worker's: it reads whom the gathered mails are for.
    create policy app_worker on users for select to app_worker using (true);
    grant select (id, name, email, locale, company_id, quiet_from, quiet_to) on users to app_worker;
    grant insert on mail_messages to app_worker;
    grant execute on function app.enqueue_mail(bigint), app.quiet_until(time, time) to app_worker;

    -- Mail never goes to one who has left (docs/domain.md 2.7): what still waits for them goes to their company, at once.
    create function app.redirect_mail() returns trigger
      language plpgsql security definer set search_path = public, pg_temp as $$
      begin
        update mail_messages m
          set status = 'queued', to_address = c.email, to_name = null, user_id = null, send_after = null
          from companies c
          where m.user_id = new.id and m.status in ('queued', 'gathered') and c.id = new.company_id
            and c.email is not null;
        return null;
      end $$;
    revoke execute on function app.redirect_mail() from public;
    create trigger redirect_mail after update of active on users for each row when (old.active and not new.active)
      execute function app.redirect_mail();
    create trigger queue_again after update on mail_messages for each row
      when (new.status = 'queued' and old.user_id is not null and new.user_id is null)
      execute function app.queue_mail();

    -- From the foot of a mail, where nobody is signed in.
    grant update (mail_pace) on users to app_auth;
  `)
}
