-- 'NEL-2027-000001-1': a number that is read aloud to whoever has several network owners is one owner's alone.
update work_orders o set number = c.ref || '-' || o.seq from cases c where c.id = o.case_id;
