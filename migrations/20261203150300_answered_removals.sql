-- A request for removal is over with the decision on the case: those that stayed on when it was decided are put away.
update cases set removal_requested = false
  where removal_requested and status not in ('submitted', 'completed', 'consented', 'cancelled');
