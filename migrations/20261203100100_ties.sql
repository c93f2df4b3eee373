-- What makes two accounts one hand (app.one_hand): of all that a large owner's people do at the door, the few rows of a month.
create index security_events_ties on security_events (owner_id, at)
  where event in ('created', 'email-changed', 'activated') and owner_id is not null;
