import type { Knex } from 'knex'

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table owners (
      id int generated always as identity primary key,
      code text not null unique check (code ~ '^[A-Z]{2,5}$'),
      name text not null,
      org_number text not null unique check (org_number ~ '^[0-9]{10}$'),
      gln text check (gln ~ '^[0-9]{13}$'),
      phone text,
      email text,
      opening_hours text,
      -- Shown white on red above every new notice (the trade's "informationstext").
      information text,
      fuse_ladder int[] not null default '{16,20,25,35,50,63,80,100,125,160,200,250,315,400,500,630}',
      -- Fuses within one interval may be changed without consent: '[[16,20,25],[35],[50,63]]'.
      fuse_intervals jsonb not null default '[[16,20,25],[35],[50,63]]',
      decision_days int not null default 10 check (decision_days between 1 and 400),
      completion_days int not null default 5 check (completion_days between 1 and 400),
      completion_lead_days int not null default 5 check (completion_lead_days between 0 and 60),
      consent_months int not null default 6 check (consent_months between 1 and 60),
      strict_area boolean not null default false,
      withdrawal_allowed boolean not null default true,
      consent_revocable boolean not null default true,
      mail_received boolean not null default false,
      mail_withdrawn boolean not null default true,
      certificate_required boolean not null default false,
      -- manual, or known: at once when another owner has approved the company.
      admission text not null default 'manual' check (admission in ('manual', 'known')),
      created_at timestamptz not null default app.now()
    );

    create table areas (
      id int generated always as identity primary key,
      owner_id int not null references owners,
      code text not null unique check (code ~ '^[A-ZÅÄÖ][A-ZÅÄÖ0-9]{2}$'),
      name text not null,
      -- M08 and M09 go here.
      email text,
      unique (id, owner_id)
    );
    create index areas_owner on areas (owner_id);

    create table area_postcodes (
      area_id int not null,
      owner_id int not null,
      postcode_from text not null check (postcode_from ~ '^[1-9][0-9]{4}$'),
      postcode_to text not null check (postcode_to ~ '^[1-9][0-9]{4}$'),
      primary key (area_id, postcode_from),
      foreign key (area_id, owner_id) references areas (id, owner_id),
      check (postcode_from <= postcode_to)
    );
    create index area_postcodes_owner on area_postcodes (owner_id, postcode_from, postcode_to);

    create table companies (
      id int generated always as identity primary key,
      name text not null,
      org_number text not null unique,
      address text,
      postcode text,
      city text,
      phone text,
      email text,
      compliance_name text,
      compliance_type text check (compliance_type in ('A', 'AL', 'B')),
      mail_enabled boolean not null default true,
      mail_approved boolean not null default true,
      mail_notice_rejected boolean not null default true,
      mail_completion_approved boolean not null default true,
      mail_completion_rejected boolean not null default true,
      status text not null default 'active' check (status in ('waiting', 'active', 'blocked')),
      created_at timestamptz not null default app.now()
    );

    create table connections (
      company_id int not null references companies,
      owner_id int not null references owners,
      status text not null check (status in ('draft', 'applied', 'approved', 'refused', 'blocked', 'ended')),
      reason text,
      decided_at timestamptz,
      created_at timestamptz not null default app.now(),
      primary key (company_id, owner_id)
    );
    create index connections_owner on connections (owner_id, status);

    create table users (
      id int generated always as identity primary key,
      username text not null unique check (username = lower(username) and username ~ '^[a-z0-9._-]{2,60}$'),
      password_hash text,
      kind text not null check (kind in ('installer', 'owner', 'operator')),
      company_id int references companies,
      owner_id int references owners,
      name text not null,
      phone text,
      email text,
      locale text not null default 'sv' check (locale in ('sv', 'en')),
      is_admin boolean not null default false,
      active boolean not null default true,
      created_at timestamptz not null default app.now(),
      unique (id, company_id),
      unique (id, owner_id),
      check ((kind = 'installer') = (company_id is not null)),
      check ((kind = 'owner') = (owner_id is not null))
    );
    create index users_company on users (company_id);
    create index users_owner on users (owner_id);

    create table sessions (
      token_hash bytea primary key,
      user_id int not null references users,
      created_at timestamptz not null default app.now(),
      last_seen_at timestamptz not null default app.now(),
      expires_at timestamptz not null,
      user_agent text
    );
    create index sessions_user on sessions (user_id);

    -- Tries at sign-in, per account and per address, across processes and restarts (rate-limiter-flexible's shape).
    create table rate_limits (key text primary key, points int not null default 0, expire bigint);
  `)
}
