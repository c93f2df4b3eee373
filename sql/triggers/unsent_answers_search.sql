drop trigger if exists search on unsent_answers;
create constraint trigger search after insert or delete or update of notice, completion on unsent_answers
  deferrable initially deferred for each row execute function app.part_was_written();

-- Those that were there before the trigger.
select app.index_case(case_id) from unsent_answers;
