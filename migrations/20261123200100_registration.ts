import type { Knex } from 'knex'

const COMPANY = 'company_id = (select app.company_id())'
const OWNER = 'owner_id = (select app.owner_id())'

/** How a company comes in: the agreement, its applications with certificates, and what became of them. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
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

    -- open: every company at once; known: at once when another owner has approved it; manual: by hand.
    alter table owners drop constraint owners_admission_check;
    alter table owners add check (admission in ('manual', 'known', 'open'));

    alter table connections
      add column applied_at timestamptz,
      add column message text,
      add column decided_by_name text;

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
      bytes bytea not null,
      primary key (certificate_id, seq),
      foreign key (certificate_id, company_id, owner_id) references certificates (id, company_id, owner_id)
    );
    alter table certificate_chunks alter column bytes set storage external;
    create index certificate_chunks_tenants on certificate_chunks (certificate_id, company_id, owner_id);
  `)

  for (const table of ['connection_events', 'certificates', 'certificate_chunks']) {
    await db.raw(`
      alter table ${table} enable row level security; alter table ${table} force row level security;
      create policy app_installer on ${table} to app_installer using (${COMPANY}) with check (${COMPANY});
      create policy app_owner on ${table} to app_owner using (${OWNER}) with check (${OWNER});
      create policy app_auth on ${table} for insert to app_auth with check (true);
      grant select, insert on ${table} to app_installer, app_owner;
      grant insert on ${table} to app_auth`)
  }
  await db.raw(`
    create policy app_auth_reads_own on certificates for select to app_auth using (true);
    grant select (id) on certificates to app_auth;

    alter table agreements enable row level security; alter table agreements force row level security;
    alter table agreement_acceptances enable row level security; alter table agreement_acceptances force row level security;
    create policy app_installer on agreements to app_installer using (true);
    create policy app_owner on agreements to app_owner using (true);
    create policy app_auth on agreements to app_auth using (true);
    create policy app_operator on agreements to app_operator using (true) with check (true);
    grant select on agreements to app_installer, app_owner, app_auth;
    grant select, insert on agreements to app_operator;
    create policy app_installer on agreement_acceptances to app_installer using (${COMPANY}) with check (${COMPANY});
    create policy app_auth on agreement_acceptances to app_auth using (true) with check (true);
    create policy app_operator on agreement_acceptances to app_operator using (true);
    grant select, insert on agreement_acceptances to app_installer, app_auth;
    grant select on agreement_acceptances to app_operator;

    -- A company applies and ends; it never approves itself. An owner decides.
    drop policy app_installer on connections;
    create policy app_installer on connections for select to app_installer using (${COMPANY});
    create policy app_installer_applies on connections for insert to app_installer
      with check (${COMPANY} and status = 'applied');
    create policy app_installer_changes on connections for update to app_installer
      using (${COMPANY} and status in ('draft', 'refused', 'ended', 'approved'))
      with check (${COMPANY} and status in ('applied', 'ended'));
    create policy app_auth on connections to app_auth using (true) with check (status = 'applied');
    grant insert (company_id, owner_id, status, message, applied_at),
      update (status, message, applied_at, reason, decided_at, decided_by_name) on connections to app_installer;
    grant select, insert on connections to app_auth;
    grant update (status, reason, decided_at, decided_by_name) on connections to app_owner;

    grant insert, update (status) on companies to app_auth;
    grant update (name, address, postcode, city, phone, email, compliance_name, compliance_type, password_policy,
      two_step_required, mail_minimum) on companies to app_installer;
    grant select (certificate_required, admission, entry_text, accent, org_number) on owners to app_installer;
    create policy app_auth on areas to app_auth using (true);
    create policy app_auth on area_postcodes to app_auth using (true);
    grant select on areas, area_postcodes to app_auth;

    -- Mails about an application hang on no case: to the company from the owner, and to the owner from the company.
    create policy app_owner_to_company on mail_messages for insert to app_owner
      with check (${OWNER} and case_id is null);

    create policy platform on connections to current_user using (true) with check (true);

    -- May this owner's rule let the company in at once? Then it is in. Answers whether it did. The company of the one who
    -- asks, or at registration, when nobody has signed in, the one that was just made and still waits.
    create function app.admit_by_rule(company int, owner int) returns boolean
      language plpgsql security definer set search_path = public, pg_temp as $$
      begin
        if app.company_id() is distinct from company and not (app.company_id() is null and app.owner_id() is null
          and exists (select from companies where id = company and status = 'waiting')) then
          return false;
        end if;
        update connections n set status = 'approved', reason = null, decided_at = app.now(), decided_by_name = null
          from owners o
          where n.company_id = company and n.owner_id = owner and n.status = 'applied' and o.id = owner
            and (o.admission = 'open' or (o.admission = 'known' and exists (
              select from connections k where k.company_id = company and k.owner_id <> owner and k.status = 'approved')));
        return found;
      end $$;
    revoke execute on function app.admit_by_rule(int, int) from public;
    grant execute on function app.admit_by_rule(int, int) to app_installer, app_auth;

    -- That some other owner has approved the company; never which (docs/domain.md 7.2).
    create function app.approved_elsewhere(company int) returns boolean
      language sql stable security definer set search_path = public, pg_temp as $$
        select exists (select from connections k where k.company_id = company and k.owner_id <> app.owner_id()
            and k.status = 'approved')
          and exists (select from connections mine where mine.company_id = company and mine.owner_id = app.owner_id()
            and mine.status <> 'draft')
      $$;
    revoke execute on function app.approved_elsewhere(int) from public;
    grant execute on function app.approved_elsewhere(int) to app_owner;

    -- The first owner that accepts a company lets it in, and its administrators get their account details.
    create function app.welcome() returns trigger
      language plpgsql security definer set search_path = public, pg_temp as $$
      begin
        update companies set status = 'active' where id = new.company_id and status = 'waiting';
        if found then
          perform graphile_worker.add_job('invite', json_build_object('userId', u.id), job_key := 'invite:' || u.id,
              max_attempts := 10)
            from users u where u.company_id = new.company_id and u.is_admin and u.active and u.password_hash is null;
        end if;
        return null;
      end $$;
    revoke execute on function app.welcome() from public;
    create trigger welcome after insert or update of status on connections for each row when (new.status = 'approved')
      execute function app.welcome();
  `)
  await db('agreements').insert({ version: 1, body_sv: AGREEMENT_SV, body_en: AGREEMENT_EN })
}

const AGREEMENT_SV = `Det här avtalet gäller mellan ditt företag och den som driver Elanmälan.

1. Tjänsten. I Elanmälan anmäler ditt företag elinstallationsarbeten till nätägare och får deras besked. Nätägaren beslutar; Elanmälan förmedlar.
2. Behörighet. Företaget svarar för att den som anmäler har rätt att göra det, att företaget är registrerat hos Elsäkerhetsverket och att en elinstallatör för regelefterlevnad är utsedd.
3. Konton. Varje person har ett eget konto. Företagets administratör lägger upp, ändrar och stänger konton och ser till att den som slutar inte längre kommer in.
4. Uppgifter. Företaget svarar för att uppgifterna i en anmälan är riktiga. De lämnas till den nätägare som anmälan gäller och till ingen annan.
5. Personuppgifter. Personuppgifter används för att handlägga anmälan och sparas så länge nätägaren behöver dem. Den som vill veta vad som finns om hen vänder sig till nätägaren.
6. Sekretess. Vad ni får veta om andras anläggningar använder ni bara för det arbete som anmälan gäller.
7. Missbruk. Den som lämnar oriktiga uppgifter, delar konton eller stör tjänsten kan stängas av.
8. Ändringar. Ett nytt avtal visas för företagets administratör innan det börjar gälla.`

const AGREEMENT_EN = `This agreement is between your company and the operator of Elanmälan.

1. The service. In Elanmälan your company notifies network owners of electrical work and receives their decisions. The network owner decides; Elanmälan conveys.
2. Authorisation. The company answers for that whoever notifies may do so, that the company is registered with the Swedish National Electrical Safety Board and that an installer responsible for compliance is appointed.
3. Accounts. Every person has an account of their own. The company's administrator creates, changes and closes accounts and sees to it that whoever leaves can no longer get in.
4. Information. The company answers for the information in a notice being true. It is given to the network owner concerned and to nobody else.
5. Personal data. Personal data is used to handle the notice and kept as long as the network owner needs it. Whoever wants to know what is held about them turns to the network owner.
6. Confidentiality. What you learn about other people's installations you use only for the work that the notice concerns.
7. Misuse. Whoever gives untrue information, shares accounts or disturbs the service can be shut out.
8. Changes. A new agreement is shown to the company's administrator before it takes effect.`
