-- A number in the register says that there is such a company, not who asks: only its address there does (docs/decisions/028-admission.md).
alter table register_entries add column emails text[] not null default '{}';

-- Asked of an address in the register: is it you who apply? Spent by its answer.
create table register_questions (
  token_hash bytea primary key,
  company_id int not null references companies,
  owner_id int not null references owners,
  email text not null,
  created_at timestamptz not null default app.now(),
  expires_at timestamptz not null
);
create index register_questions_pair on register_questions (company_id, owner_id);

-- A company's new name waits for a network owner's word.
alter table companies
  add column wanted_name text,
  add column name_wanted_at timestamptz;
