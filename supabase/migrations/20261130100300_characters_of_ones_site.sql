-- Whom one can see: the characters of the own site, and what a site has published to the catalogue of
-- the whole project. Two customers' sites in one project know nothing of each other.

-- ---------------------------------------------------------------------------------------------
-- The project's catalogue
-- ---------------------------------------------------------------------------------------------

alter table public.sites add column in_catalogue boolean not null default false;

comment on column public.sites.in_catalogue is
  'Whether the site''s public characters are in the project''s catalogue, for visitors of its other '
  'sites and registered users, too. Otherwise only the site''s own visitors see them.';

grant select (in_catalogue) on public.sites to authenticated;

-- A policy of characters cannot ask the site, which visitors may not read. In steps, since functions
-- take the row's type: a column with a default cannot be added to it at once.
alter table public.characters add column in_catalogue boolean;
update public.characters set in_catalogue = false;
alter table public.characters
  alter column in_catalogue set default false,
  alter column in_catalogue set not null;

comment on column public.characters.in_catalogue is 'As its site has it: kept by triggers.';
comment on column public.characters.visibility is
  'public: in the list of its site, and in the project''s catalogue if the site is; unlisted: for those '
  'who know the slug; private: for its maker only.';

grant select (in_catalogue) on public.characters to authenticated;

create index characters_in_catalogue_idx on public.characters (in_catalogue);
create index characters_archived_at_idx on public.characters (archived_at);

-- Locked, so that a character which is made while its site is being published is not forgotten.
create function private.follow_site_into_catalogue() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  select sites.in_catalogue into new.in_catalogue
  from public.sites
  where sites.id = new.site_id
  for share;
  -- A site that does not exist is refused by the foreign key.
  new.in_catalogue := coalesce(new.in_catalogue, false);
  return new;
end
$$;

create trigger characters_follow_site
  before insert or update of site_id, in_catalogue on public.characters
  for each row
  execute function private.follow_site_into_catalogue();

create function private.publish_characters() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  update public.characters
  set in_catalogue = new.in_catalogue
  where characters.site_id = new.id;
  return null;
end
$$;

create trigger sites_publish_characters
  after update on public.sites
  for each row
  when (new.in_catalogue <> old.in_catalogue)
  execute function private.publish_characters();

-- ---------------------------------------------------------------------------------------------
-- Who may do what
-- ---------------------------------------------------------------------------------------------

revoke all on function
  private.follow_site_into_catalogue,
  private.publish_characters
from public, anon, authenticated;

drop policy characters_select_public_or_met on public.characters;

-- Registered users belong to no site: they see the catalogue, what they have made and whom they met.
-- A visitor belongs to one from the first turn on.
create policy characters_select_listed_own_or_met on public.characters
  for select to authenticated
  using (
    (
      visibility = 'public'
      and archived_at is null
      and (
        in_catalogue
        or site_id = (
          select profiles.site_id from public.profiles where profiles.id = (select auth.uid())
        )
      )
    )
    or owner_id = (select auth.uid())
    or id in (select chats.character_id from public.chats)
  );
