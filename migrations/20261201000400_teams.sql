-- A network owner's people among themselves: teams, and who stands in for whom.

-- Who answers for which nätområden.
create table teams (
  id int generated always as identity primary key,
  owner_id int not null references owners,
  name text not null check (length(name) between 1 and 60),
  created_at timestamptz not null default app.now(),
  unique (owner_id, name),
  unique (id, owner_id)
);
create table team_areas (
  team_id int not null,
  owner_id int not null,
  area_id int not null,
  primary key (team_id, area_id),
  foreign key (team_id, owner_id) references teams (id, owner_id) on delete cascade,
  foreign key (area_id, owner_id) references areas (id, owner_id)
);
create index team_areas_area on team_areas (area_id);
create table team_members (
  team_id int not null,
  owner_id int not null,
  user_id int not null,
  primary key (team_id, user_id),
  foreign key (team_id, owner_id) references teams (id, owner_id) on delete cascade,
  foreign key (user_id, owner_id) references users (id, owner_id)
);
create index team_members_user on team_members (user_id);

-- Who is away, and who looks after that person's cases meanwhile: both days included.
create table absences (
  id int generated always as identity primary key,
  owner_id int not null default app.owner_id(),
  user_id int not null,
  cover_id int not null,
  from_on date not null,
  to_on date not null check (to_on >= from_on),
  created_at timestamptz not null default app.now(),
  check (cover_id <> user_id),
  foreign key (user_id, owner_id) references users (id, owner_id),
  foreign key (cover_id, owner_id) references users (id, owner_id)
);
create index absences_cover on absences (cover_id, to_on);
create index absences_user on absences (user_id);
create index absences_owner on absences (owner_id, to_on);
