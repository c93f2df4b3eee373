-- contracts: 20261201120000_unsent_answers
-- Once a case has been sent, its row holds what was sent last; what the installer writes for the next sending is kept apart.

-- What the installer has written of a sent case and not sent, each part by itself; null: nothing since the last sending.
-- No role of the network owner has a grant or a policy here.
create table unsent_answers (
  case_id bigint primary key,
  company_id int not null,
  notice jsonb,
  completion jsonb,
  foreign key (case_id, company_id) references cases (id, company_id) on delete cascade
);

-- What a case says beyond what was sent last is moved out of it.
insert into unsent_answers (case_id, company_id, notice, completion)
  select c.id, c.company_id, nullif(c.notice, r.notice), nullif(c.completion, r.completion)
  from cases c
  join lateral (select v.notice, v.completion from case_revisions v where v.case_id = c.id
    order by v.revision desc limit 1) r on true
  where c.sent and c.company_id is not null and (c.notice, c.completion) is distinct from (r.notice, r.completion);
update cases c set notice = r.notice, completion = r.completion
  from (select distinct on (v.case_id) v.case_id, v.notice, v.completion from case_revisions v
    order by v.case_id, v.revision desc) r
  where r.case_id = c.id and c.sent and (c.notice, c.completion) is distinct from (r.notice, r.completion);
