-- What the owner has said of its network is searched for once there is a consent; in flow G the owner may answer with
-- values of its network too (domain/workflow/status.ts, isGranted).
create or replace function app.is_granted(kase cases) returns boolean
  language sql immutable set search_path = public, pg_temp as $$
  select kase.consent_number is not null
    or kase.flow = 'G' and kase.status in ('closed', 'archived') and kase.consent <> '{}'
$$;
revoke execute on function app.is_granted(cases) from public;
