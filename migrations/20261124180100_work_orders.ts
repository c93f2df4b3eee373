import type { Knex } from 'knex'

const OWNER = 'owner_id = (select app.owner_id())'
const MINE = `${OWNER} and fitter_id = (select app.user_id())`
const MY_CASES = `id in (select case_id from work_orders where fitter_id = (select app.user_id()))`

/** Work orders as rows, the columns of the case that follow from them, and since when a case waits in each sub-flow. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    alter table cases
      -- Orders that are not done with, deviations that nobody has settled among them: written by app.follow_orders().
      add column open_orders int not null default 0,
      add column preparation_since timestamptz,
      add column prepared_by text,
      add column service_since timestamptz,
      -- Symbol 12 as a handläggare has said it; null: as it follows from the answers.
      add column transformer_by_hand boolean,
      -- Of a company that the platform does not know (T02).
      add column company_org_number text check (company_org_number ~ '^[0-9]{10}$'),
      add column company_contact text;

    create table work_orders (
      id bigint generated always as identity primary key,
      case_id bigint not null,
      owner_id int not null,
      sent boolean not null,
      -- '2027-000001-1': the case's number and which of its orders.
      number text not null,
      seq int not null,
      -- Which facility of a block, counted from 1.
      facility_row int not null default 1 check (facility_row > 0),
      kind text not null check (kind in ('mount', 'swap', 'remove', 'connect', 'disconnect', 'inspect', 'other')),
      state text not null default 'created' check (state in ('created', 'released', 'reported', 'cancelled')),
      fitter_id int,
      fitter_name text,
      planned_on date,
      access text not null default '',
      -- What whoever goes there has to know, and no more of the case: address, contact, meter (work-orders/instructions.ts).
      sheet jsonb not null default '{}',
      outcome text check (outcome in ('done', 'deviating')),
      report text not null default '',
      meter_number text,
      meter_reading numeric(12, 3) check (meter_reading >= 0),
      -- Ids of attachments.
      photos bigint[] not null default '{}',
      created_at timestamptz not null default app.now(),
      created_by_name text not null,
      released_at timestamptz,
      reported_at timestamptz,
      reported_by_name text,
      cancelled_at timestamptz,
      reason text,
      -- A deviation is open until somebody has seen to it.
      settled_at timestamptz,
      settled_by_name text,
      unique (case_id, seq),
      foreign key (case_id, owner_id, sent) references cases (id, owner_id, sent) on update cascade,
      foreign key (fitter_id, owner_id) references users (id, owner_id),
      check ((fitter_id is null) = (fitter_name is null)),
      check ((state = 'reported') = (outcome is not null)),
      check ((state = 'cancelled') = (cancelled_at is not null))
    );
    create unique index work_orders_open on work_orders (case_id, facility_row) where state in ('created', 'released');
    create index work_orders_fitter on work_orders (fitter_id, state, (coalesce(planned_on, 'infinity')), id)
      where fitter_id is not null;
    create index work_orders_list on work_orders (owner_id, state, (coalesce(planned_on, 'infinity')), id);
    create index work_orders_deviating on work_orders (owner_id, reported_at, id)
      where outcome = 'deviating' and settled_at is null;

    -- The lists of beredning and kundservice: what has waited longest first.
    create index cases_preparation on cases (owner_id, preparation, preparation_since, id)
      where preparation in ('requested', 'ongoing');
    create index cases_undocumented on cases (owner_id, preparation_since, id)
      where preparation = 'done' and not documented and status = 'closed';
    create index cases_service on cases (owner_id, customer_service, service_since, id)
      where customer_service in ('requested', 'done');
    update cases set preparation_since = last_event_at where preparation is not null;
    update cases set service_since = last_event_at where customer_service is not null;

    alter table work_orders enable row level security; alter table work_orders force row level security;
    create policy platform on work_orders to current_user using (true) with check (true);
    create policy app_owner on work_orders to app_owner using (${OWNER} and sent) with check (${OWNER} and sent);
    grant select, insert, update on work_orders to app_owner;

    -- What has been said of orders by hand becomes rows.
    insert into work_orders (case_id, owner_id, sent, number, seq, facility_row, kind, state, outcome, created_at,
        created_by_name, released_at, reported_at, cancelled_at, settled_at)
      select c.id, c.owner_id, c.sent, c.number || '-' || r.seq, r.seq, r.facility, 'other',
        case c.work_order when 'created' then case when c.work_order_released then 'released' else 'created' end
          else c.work_order end,
        case c.work_order when 'reported' then 'done' end,
        c.last_event_at, coalesce(c.handler_name, 'Nätbolaget'),
        case when c.work_order_released then c.last_event_at end,
        case c.work_order when 'reported' then c.last_event_at end,
        case c.work_order when 'cancelled' then c.last_event_at end, null
      from cases c
      cross join lateral unnest(case when c.ordered_rows = '{}' then array[1] else c.ordered_rows end)
        with ordinality r (facility, seq)
      where c.work_order is not null and c.submitted_at is not null;
    update cases c set open_orders = (select count(*) from work_orders o where o.case_id = c.id
        and o.state in ('created', 'released'))
      where c.work_order is not null;

    -- The one place where the columns of a case are told from its orders. Of each facility the latest order counts.
    create function app.follow_orders() returns trigger
      language plpgsql security definer set search_path = public, pg_temp as $$
      begin
        update cases c set
          work_order = told.work_order,
          work_order_released = told.released,
          ordered_rows = told.ordered,
          open_orders = told.open,
          last_event_at = app.now()
        from (
          select
            case when bool_or(stopped) then 'cancelled' when bool_or(waits) then 'created' else 'reported' end as work_order,
            coalesce(bool_and(state = 'released') filter (where waits), false) as released,
            coalesce(array_agg(facility_row order by facility_row) filter (where state <> 'cancelled'), '{}') as ordered,
            count(*) filter (where waits or (stopped and state = 'reported')) as open
          from (
            select distinct on (facility_row) facility_row, state, state in ('created', 'released') as waits,
              state = 'cancelled' or (outcome = 'deviating' and settled_at is null) as stopped
            from work_orders where case_id = new.case_id
            order by facility_row, seq desc
          ) latest
        ) told
        where c.id = new.case_id;
        return null;
      end $$;
    revoke execute on function app.follow_orders() from public;
    create trigger follow_orders after insert or update of state, outcome, settled_at on work_orders
      for each row execute function app.follow_orders();

    -- What a handläggare has said of the trafo stands, whatever is answered later.
    create function app.keep_transformer() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as
      $$ begin new.transformer := new.transformer_by_hand; return new; end $$;
    create trigger keep_transformer before update of transformer, transformer_by_hand on cases for each row
      when (new.transformer_by_hand is not null) execute function app.keep_transformer();

    -- Nobody is sent to a case that is cancelled, whichever side cancelled it (T21, T22, T24).
    create function app.cancel_orders() returns trigger
      language plpgsql security definer set search_path = public, pg_temp as $$
      begin
        update work_orders set state = 'cancelled', cancelled_at = app.now()
          where case_id = new.id and state in ('created', 'released');
        return null;
      end $$;
    revoke execute on function app.cancel_orders() from public;
    create trigger cancel_orders after update of status on cases for each row
      when (new.status = 'cancelled' and new.open_orders > 0) execute function app.cancel_orders();
  `)
  await fitter(db)
}

/** A montör reaches the orders given to them, of each case what names it, and the photos they have taken themselves. */
async function fitter(db: Knex): Promise<void> {
  await db.raw(`
    create policy app_fitter on work_orders for select to app_fitter using (${MINE} and sent);
    create policy app_fitter_reports on work_orders for update to app_fitter
      using (${MINE} and state = 'released') with check (${MINE} and state in ('released', 'reported'));
    grant select, update (state, outcome, report, meter_number, meter_reading, photos, reported_at, reported_by_name)
      on work_orders to app_fitter;

    create policy app_fitter on cases to app_fitter using (${OWNER} and ${MY_CASES}) with check (${OWNER} and ${MY_CASES});
    -- To update one column is to be allowed to lock the row: reporting waits its turn behind a decision.
    grant select (id, owner_id, company_id, sent, ref, number, status, job_name, address), update (last_event_at)
      on cases to app_fitter;
    create policy app_fitter on case_events for insert to app_fitter
      with check (${OWNER} and actor_id = (select app.user_id()) and case_id in (select id from cases));
    grant insert on case_events to app_fitter;
    create policy app_fitter on attachments to app_fitter
      using (${OWNER} and uploaded_by = (select app.user_id()) and case_id in (select id from cases))
      with check (${OWNER} and uploaded_by = (select app.user_id()) and side = 'owner' and case_id in (select id from cases));
    create policy app_fitter on attachment_chunks to app_fitter
      using (${OWNER} and attachment_id in (select id from attachments))
      with check (${OWNER} and attachment_id in (select id from attachments));
    grant select, insert on attachments, attachment_chunks to app_fitter;
  `)
}
