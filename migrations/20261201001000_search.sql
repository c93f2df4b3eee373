-- What is written of a case so that it is found: the words of general search, and the symbols of lists. Triggers keep both
-- (sql/triggers); no request role may write them.

-- Per case one row for each side (src/search).
create table case_search (
  case_id bigint not null references cases on delete cascade,
  side text not null check (side in ('company', 'owner')),
  -- Whose, and active or archived: 'c12+', 'o3-'. Every word in doc begins with it, so that the index of a word
  -- is a tenant's own and a search costs the same whoever else is in the database.
  place text not null,
  at timestamptz not null,
  -- What has a digit in it, without hyphens, in lower case: ' in the head | anywhere else '.
  marks text not null,
  -- Whole words and their stems: after '#' those of the case's head (number, names, place), after '/' any other;
  -- after '=' the numbers a case is known by; after '%' what stands in marks, four signs at a time, after '.'
  -- those of one or two.
  doc tsvector not null,
  primary key (case_id, side)
);
-- What waits in the pending list of an index is read by every search until it is swept up.
create index case_search_doc on case_search using gin (doc) with (fastupdate = off);
create index case_search_newest on case_search (place, at desc, case_id desc);

-- Which cases show a symbol, to be looked up: a rare one in a large archive is found without reading the archive.
-- Those of notes and files are asked of notes and files (src/cases/symbols/conditions.ts).
create table case_symbols (
  case_id bigint not null,
  owner_id int not null,
  company_id int,
  sent boolean not null,
  symbol text not null,
  primary key (case_id, symbol),
  foreign key (case_id, company_id) references cases (id, company_id) on delete cascade,
  foreign key (case_id, owner_id, sent) references cases (id, owner_id, sent) on update cascade on delete cascade
);
create index case_symbols_owner on case_symbols (owner_id, symbol, case_id) where sent;
create index case_symbols_company on case_symbols (company_id, symbol, case_id);
