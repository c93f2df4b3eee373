-- How a company comes in: the agreement, its applications with certificates, and what became of them.

create table agreements (
  version int primary key check (version > 0),
  body_sv text not null,
  body_en text not null,
  published_at timestamptz not null default app.now()
);
create table agreement_acceptances (
  company_id int not null references companies,
  version int not null references agreements,
  accepted_at timestamptz not null default app.now(),
  accepted_name text not null,
  user_id int references users,
  primary key (company_id, version)
);

create table connections (
  company_id int not null references companies,
  owner_id int not null references owners,
  status text not null check (status in ('draft', 'applied', 'approved', 'refused', 'blocked', 'ended')),
  reason text,
  decided_at timestamptz,
  created_at timestamptz not null default app.now(),
  applied_at timestamptz,
  message text,
  decided_by_name text,
  -- When the owner last looked the company up at Elsäkerhetsverket (V21).
  register_checked_on date,
  register_checked_by_name text,
  primary key (company_id, owner_id)
);
create index connections_owner on connections (owner_id, status);

-- What became of each application, for both sides. Insert-only.
create table connection_events (
  id bigint generated always as identity primary key,
  company_id int not null,
  owner_id int not null,
  at timestamptz not null default app.now(),
  side text not null check (side in ('installer', 'owner', 'system')),
  actor_name text not null,
  status text not null check (status in ('applied', 'approved', 'refused', 'blocked', 'ended')),
  reason text,
  foreign key (company_id, owner_id) references connections (company_id, owner_id)
);
create index connection_events_pair on connection_events (owner_id, company_id, id);
create index connection_events_company on connection_events (company_id, id);

create table certificates (
  id bigint generated always as identity primary key,
  company_id int not null,
  owner_id int not null,
  name text not null,
  media_type text not null,
  size int not null,
  sha256 bytea not null,
  uploaded_at timestamptz not null default app.now(),
  uploaded_by_name text not null,
  foreign key (company_id, owner_id) references connections (company_id, owner_id),
  unique (id, company_id, owner_id)
);
create index certificates_pair on certificates (owner_id, company_id, id);
create index certificates_company on certificates (company_id);
create table certificate_chunks (
  certificate_id bigint not null,
  company_id int not null,
  owner_id int not null,
  seq int not null,
  -- Photos and PDFs are packed already: external storage does not try to compress them.
  bytes bytea storage external not null,
  primary key (certificate_id, seq),
  foreign key (certificate_id, company_id, owner_id) references certificates (id, company_id, owner_id)
);
create index certificate_chunks_tenants on certificate_chunks (certificate_id, company_id, owner_id);

-- What every installation begins with; an operator publishes what comes after.
insert into agreements (version, body_sv, body_en) values (1, $sv$Det här avtalet gäller mellan ditt företag och den som driver Elanmälan.

1. Tjänsten. I Elanmälan anmäler ditt företag elinstallationsarbeten till nätägare och får deras besked. Nätägaren beslutar; Elanmälan förmedlar.
2. Behörighet. Företaget svarar för att den som anmäler har rätt att göra det, att företaget är registrerat hos Elsäkerhetsverket och att en elinstallatör för regelefterlevnad är utsedd.
3. Konton. Varje person har ett eget konto. Företagets administratör lägger upp, ändrar och stänger konton och ser till att den som slutar inte längre kommer in.
4. Uppgifter. Företaget svarar för att uppgifterna i en anmälan är riktiga. De lämnas till den nätägare som anmälan gäller och till ingen annan.
5. Personuppgifter. Personuppgifter används för att handlägga anmälan och sparas så länge nätägaren behöver dem. Den som vill veta vad som finns om hen vänder sig till nätägaren.
6. Sekretess. Vad ni får veta om andras anläggningar använder ni bara för det arbete som anmälan gäller.
7. Missbruk. Den som lämnar oriktiga uppgifter, delar konton eller stör tjänsten kan stängas av.
8. Ändringar. Ett nytt avtal visas för företagets administratör innan det börjar gälla.$sv$, $en$This agreement is between your company and the operator of Elanmälan.

1. The service. In Elanmälan your company notifies network owners of electrical work and receives their decisions. The network owner decides; Elanmälan conveys.
2. Authorisation. The company answers for that whoever notifies may do so, that the company is registered with the Swedish National Electrical Safety Board and that an installer responsible for compliance is appointed.
3. Accounts. Every person has an account of their own. The company's administrator creates, changes and closes accounts and sees to it that whoever leaves can no longer get in.
4. Information. The company answers for the information in a notice being true. It is given to the network owner concerned and to nobody else.
5. Personal data. Personal data is used to handle the notice and kept as long as the network owner needs it. Whoever wants to know what is held about them turns to the network owner.
6. Confidentiality. What you learn about other people's installations you use only for the work that the notice concerns.
7. Misuse. Whoever gives untrue information, shares accounts or disturbs the service can be shut out.
8. Changes. A new agreement is shown to the company's administrator before it takes effect.$en$);
