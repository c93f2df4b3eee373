-- Does a row have all of the numbers, or the one that they make together? The marks have the last word over the index.
create or replace function app.search_has(marks text, parts text[], in_one text) returns boolean
  language sql immutable parallel safe
  return marks like all (parts) or coalesce(marks like in_one, false);
revoke execute on function app.search_has(text, text[], text) from public;
