-- A file is shown to the other side when it is sent, and stays from the day a sending or a decision has rested on it.

alter table attachments
  -- A sending names it, it was there when a decision was made, or an order's report shows it: never taken away.
  add column on_record boolean not null default false,
  add column outdated_by_name text;

-- FORCE binds the tables' owner too, who has rows of every tenant to mend here.
alter table attachments no force row level security;
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
alter table attachments force row level security;
