import type { Knex } from 'knex'

/** A file is shown to the other side when it is sent, and stays from the day a sending or a decision has rested on it. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    alter table attachments
      -- A sending names it, it was there when a decision was made, or an order's report shows it: never taken away.
      add column on_record boolean not null default false,
      add column outdated_by_name text;
    grant update (outdated_by_name) on attachments to app_installer, app_owner;
    create policy platform on attachments to current_user using (true) with check (true);
    create policy platform on attachment_chunks to current_user using (true) with check (true);

    -- What was taken away though a sending named it comes back as said to hold no longer. Its bytes were never removed.
    update attachments a set deleted_at = null, outdated_at = coalesce(outdated_at, deleted_at)
      where deleted_at is not null and exists (select from case_revisions r where r.case_id = a.case_id
        and r.attachments @> jsonb_build_array(jsonb_build_object('id', a.id)));
    -- What an installer has attached since the case came to it, or to a draft, waits to be sent (audience 'company').
    update attachments a set audience = 'company' from cases c
      where c.id = a.case_id and a.side = 'installer' and a.audience = 'all' and a.company_id is not null
        and (not c.sent or c.turn = 'installer' and a.uploaded_at >= c.turn_since)
        and not exists (select from case_revisions r where r.case_id = a.case_id
          and r.attachments @> jsonb_build_array(jsonb_build_object('id', a.id)));
    update attachments set on_record = true where deleted_at is null and audience <> 'company'
      and (sent or side = 'installer');

    -- Only an own file that nobody else has relied on can be taken away.
    create policy stays_on_record_installer on attachments as restrictive for update to app_installer using (true)
      with check (deleted_at is null or side = 'installer' and audience = 'company');
    create policy stays_on_record_owner on attachments as restrictive for update to app_owner using (true)
      with check (deleted_at is null or side = 'owner' and not on_record);

    -- What is sent is shown: the installer's files that waited, when the installer sends. A handläggare who sends in an
    -- installer's place (T02) has not seen them, and sends none of them.
    create function app.send_files() returns trigger
      language plpgsql security definer set search_path = public, pg_temp as $$
      begin
        update attachments set audience = 'all'
          where case_id = new.case_id and audience = 'company' and side = 'installer' and deleted_at is null
            and app.company_id() = company_id;
        update attachments set on_record = true
          where case_id = new.case_id and audience <> 'company' and deleted_at is null and not on_record;
        return null;
      end $$;
    create trigger send_files after insert on case_revisions for each row execute function app.send_files();

    create function app.record_files() returns trigger
      language plpgsql security definer set search_path = public, pg_temp as $$
      begin
        update attachments set on_record = true
          where case_id = new.id and audience <> 'company' and deleted_at is null and not on_record;
        return null;
      end $$;
    create trigger record_files after update of status on cases for each row
      when (new.status <> old.status and new.sent) execute function app.record_files();

    create function app.record_photos() returns trigger
      language plpgsql security definer set search_path = public, pg_temp as $$
      begin
        update attachments set on_record = true where case_id = new.case_id and id = any (new.photos) and not on_record;
        return null;
      end $$;
    create trigger record_photos after update of state on work_orders for each row
      when (new.state = 'reported') execute function app.record_photos();

    -- A file that is taken away is gone, not only hidden.
    create function app.drop_file_bytes() returns trigger
      language plpgsql security definer set search_path = public, pg_temp as $$
      begin
        delete from attachment_chunks where attachment_id = new.id;
        return null;
      end $$;
    create trigger drop_file_bytes after update of deleted_at on attachments for each row
      when (new.deleted_at is not null) execute function app.drop_file_bytes();

    revoke execute on function app.send_files(), app.record_files(), app.record_photos(), app.drop_file_bytes() from public;
  `)
}
