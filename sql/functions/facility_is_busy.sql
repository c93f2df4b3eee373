-- V10 across companies: that there is a case under way on the facility, and nothing else of it. Only for a company
-- that may send to the owner.
create or replace function app.facility_is_busy(owner int, facilities text[], meters text[]) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from connections k
      where k.owner_id = owner and k.company_id = app.company_id() and k.status = 'approved')
    and exists (select from cases c
      where c.owner_id = owner and c.company_id is distinct from app.company_id()
        and (c.facility_id = any(facilities) or c.meter_number = any(meters) or c.row_names && (facilities || meters))
        and c.status in ('submitted', 'notice_rejected', 'consented', 'completed', 'completion_rejected'))
$$;
revoke execute on function app.facility_is_busy(int, text[], text[]) from public;
grant execute on function app.facility_is_busy(int, text[], text[]) to app_installer;
