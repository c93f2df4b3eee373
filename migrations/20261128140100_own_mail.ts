import type { Knex } from 'knex'

/** A network owner's people get mail too: handläggare who are given a case, montörer who are given a work order. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    -- What is done to many at once is told as one mail, when it can be taken back no longer; null: at seven.
    alter table mail_messages add column gather_until timestamptz;
    grant select (owner_id) on users to app_worker;
    grant select (company_id, mail_pace, quiet_from, quiet_to), update (mail_pace, quiet_from, quiet_to) on users to app_fitter;

    -- What the montör has been told of an order: only what differs is worth a mail.
    alter table work_orders add column told jsonb;
    update work_orders set told = jsonb_build_object('fitter', fitter_id, 'state', state, 'planned_on', planned_on,
      'kind', kind);

    -- Told by the worker after the minute in which a decision can be taken back, whichever side's deed it follows from
    -- (a cancelled case calls off its orders); what changes twice meanwhile is told once, as it then is.
    create function app.tell_fitter() returns trigger
      language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
      begin
        perform graphile_worker.add_job('order-mail', json_build_object('id', new.id, 'owner', new.owner_id, 'by', app.user_id()),
          job_key := 'order-mail:' || new.id, run_at := now() + interval '65 seconds');
        return null;
      end $$;
    revoke execute on function app.tell_fitter() from public;
    create trigger tell_new_fitter after insert on work_orders for each row when (new.fitter_id is not null)
      execute function app.tell_fitter();
    create trigger tell_fitter after update of fitter_id, state, planned_on, kind on work_orders for each row
      when ((old.fitter_id is not null or new.fitter_id is not null)
        and (old.fitter_id, old.state, old.planned_on, old.kind) is distinct from (new.fitter_id, new.state, new.planned_on, new.kind))
      execute function app.tell_fitter();

    -- Mail never goes to one who has left. A network owner has no mailbox for what was theirs: colleagues see it in the case.
    create or replace function app.redirect_mail() returns trigger
      language plpgsql security definer set search_path = public, pg_temp as $$
      begin
        update mail_messages m
          set status = 'queued', to_address = c.email, to_name = null, user_id = null, send_after = null
          from companies c
          where m.user_id = new.id and m.status in ('queued', 'gathered') and c.id = new.company_id
            and c.email is not null;
        update mail_messages set status = 'cancelled'
          where user_id = new.id and status in ('queued', 'gathered') and new.owner_id is not null;
        return null;
      end $$;
  `)
}
