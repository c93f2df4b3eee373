-- A company that leaves is told of to those who have its cases.
create or replace trigger tell_left after update of status on connections for each row
  when (new.status = 'ended' and old.status <> 'ended') execute function app.tell_owner();
