-- When things were last used, so that what is old can be found: visitors, chats, messages.
-- Every name of a parameter is also one of a column: columns stand behind an alias.

alter table public.profiles add column last_seen_at timestamptz;
update public.profiles as p
set last_seen_at = coalesce(
  (select max(c.updated_at) from public.chats as c where c.visitor_id = p.id), p.created_at
);
alter table public.profiles
  alter column last_seen_at set default now(),
  alter column last_seen_at set not null;

comment on column public.profiles.last_seen_at is
  'When the visitor last began a turn or a call, to a day: it is written once in 24 hours.';

create index profiles_last_seen_at_idx on public.profiles (last_seen_at);
create index chats_updated_at_idx on public.chats (updated_at);
-- A few pages for any number of messages, which come in the order of time. A tree would cost each
-- insert something and lead the search for a branch's newest message astray.
create index messages_created_at_idx on public.messages using brin (created_at);

-- Who may talk here: the site, or why not. From here on the visitor's turns begin one after
-- another; that decides who of two equal calls is first.
create or replace function private.admit_visitor(
  visitor_id uuid,
  is_anonymous boolean,
  site_key text,
  origin text,
  model text,
  out refusal text,
  out site public.sites
)
language plpgsql
set search_path = ''
as $$
declare
  profile record;
begin
  select s.* into site from public.sites as s where s.site_key = admit_visitor.site_key;
  if not found then
    refusal := 'site_not_found';
    return;
  end if;
  if private.is_origin_allowed(admit_visitor.origin, site.allowed_origins) is not true then
    refusal := 'origin_not_allowed';
    return;
  end if;
  if admit_visitor.model is not null and not site.visitors_choose_model then
    refusal := 'model_not_allowed';
    return;
  end if;

  perform private.await_visitor(admit_visitor.visitor_id);

  -- Locked before anything of the visitor's is: erasing comes to the profile first.
  select p.site_id, p.last_seen_at < now() - interval '24 hours' as is_back into profile
  from public.profiles as p
  where p.id = admit_visitor.visitor_id
  for key share;
  if not found then
    begin
      insert into public.profiles (id, site_id)
      values (
        admit_visitor.visitor_id, case when admit_visitor.is_anonymous then site.id end
      )
      returning profiles.site_id, false as is_back into profile;
    exception when foreign_key_violation then
      refusal := 'visitor_not_found';
      return;
    end;
  end if;
  if admit_visitor.is_anonymous and profile.site_id is distinct from site.id then
    refusal := 'wrong_site';
  elsif profile.is_back then
    update public.profiles as p set last_seen_at = now() where p.id = admit_visitor.visitor_id;
  end if;
end
$$;
