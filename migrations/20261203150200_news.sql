-- What the network owner has done to a case and who is responsible has not opened (app.installer_inbox): beside consents and
-- rejections now all that ends or turns a case. What was done before counts as read.
update cases set seen_by_installer = true
  where not seen_by_installer and status not in ('consented', 'notice_rejected', 'completion_rejected');
create index cases_company_news on cases (company_id, responsible_id) where not seen_by_installer;
