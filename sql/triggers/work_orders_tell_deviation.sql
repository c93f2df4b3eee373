-- A montör's deviation is told to whose case it is.
create or replace trigger tell_deviation after update of state on work_orders for each row
  when (new.state = 'reported' and new.outcome = 'deviating') execute function app.tell_owner();
