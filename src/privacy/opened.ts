/**
 * SQL, as a part of a `with`: that :me has had case :id before their eyes today, once a day. Who gives support writes
 * nothing here: each of their pages is in support_views.
 */
export const OPENED = `opened as (insert into case_reads (case_id, user_id, day, owner_id, company_id, user_name)
  values (:id, :me, :today, app.owner_id(), app.company_id(), :name) on conflict do nothing)`
