-- What operators click away takes no conversations along, and nothing stands in the way of erasing a
-- person: not a counter that drifted, and not a character that others talk to.

-- ---------------------------------------------------------------------------------------------
-- Counters that cannot refuse
-- ---------------------------------------------------------------------------------------------

-- A counter may be wrong, after a restore with triggers off. It is a figure to look at; nothing ever
-- fails for it.

create or replace function private.count_likes() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' then
    update public.characters set like_count = least(like_count, 2147483646) + 1 where id = new.character_id;
  else
    update public.characters set like_count = greatest(like_count - 1, 0) where id = old.character_id;
  end if;
  return null;
end
$$;

create or replace function private.count_chats() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' then
    update public.characters set chat_count = least(chat_count, 2147483646) + 1 where id = new.character_id;
  else
    update public.characters set chat_count = greatest(chat_count - 1, 0) where id = old.character_id;
  end if;
  return null;
end
$$;

-- Erasing a person changes every character they made, liked or talked to, in no order of its own. Two who
-- are erased at once would wait for each other: so all of them are locked before, in one order, behind the
-- person, as where a turn begins or a chat is deleted.
create function private.hold_characters_of_user() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  perform from public.profiles as p where p.id = old.id for update;
  perform
  from public.characters as c
  where c.owner_id = old.id
    or c.id in (select l.character_id from public.character_likes as l where l.user_id = old.id)
    or c.id in (select t.character_id from public.chats as t where t.visitor_id = old.id)
  order by c.id
  for no key update;
  return old;
end
$$;

create trigger users_hold_characters
  before delete on auth.users
  for each row
  execute function private.hold_characters_of_user();

-- ---------------------------------------------------------------------------------------------
-- Archived characters
-- ---------------------------------------------------------------------------------------------

alter table public.characters add column archived_at timestamptz;

comment on table public.characters is
  'Who a visitor talks to. Visitors see the card; the prompt''s parts stay on the server. One that '
  'somebody has talked to cannot be deleted, only archived.';
comment on column public.characters.archived_at is
  'Since when it is out of service: it is in no list and begins no chat, also for those who know its '
  'slug; chats that were begun go on. Empty while it serves.';
comment on table public.chats is
  'A visitor''s conversation with a character, over whichever channels. Kept until the visitor deletes '
  'it or is erased.';

grant select (archived_at) on public.characters to authenticated;

-- By its slug, or the site's own one for the language: the first public one in the catalogue.
create or replace function private.choose_character(
  of_site_id uuid, by_slug text, preferred_language text
) returns setof public.characters
language plpgsql stable rows 1
set search_path = ''
as $$
begin
  if by_slug is not null then
    return query
      select c.*
      from public.characters as c
      where c.site_id = of_site_id and c.slug = by_slug and c.visibility <> 'private'
        and c.archived_at is null;
  else
    return query
      select c.*
      from public.characters as c
      where c.site_id = of_site_id and c.visibility = 'public' and c.archived_at is null
      order by c.language = preferred_language desc, c.position, c.slug
      limit 1;
  end if;
end
$$;

create or replace function public.open_session(
  site_key text,
  origin text,
  character_slug text default null,
  language text default null
) returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  site record;
  character public.characters;
begin
  select
    s.id, s.name, s.accent, s.default_language, s.avatar_session_seconds,
    private.is_origin_allowed(open_session.origin, s.allowed_origins) as is_open
  into site
  from public.sites as s
  where s.site_key = open_session.site_key;
  if not found then
    return jsonb_build_object('outcome', 'site_not_found');
  end if;
  if site.is_open is not true then
    return jsonb_build_object('outcome', 'origin_not_allowed');
  end if;

  select * into character
  from private.choose_character(
    site.id, character_slug, coalesce(open_session.language, site.default_language)
  );
  if not found then
    return jsonb_build_object('outcome', 'character_not_found');
  end if;

  return jsonb_build_object(
    'outcome', 'opened',
    'site', jsonb_build_object('id', site.id, 'name', site.name, 'accent', site.accent),
    'character', private.character_card(character),
    'characters', (
      select coalesce(jsonb_agg(private.character_card(c) order by c.position, c.slug), '[]')
      from public.characters as c
      where c.site_id = site.id and c.visibility = 'public' and c.archived_at is null
    ),
    'hasAvatar', character.anam_avatar_id is not null and site.avatar_session_seconds is not null
  );
end
$$;

-- ---------------------------------------------------------------------------------------------
-- What cannot be clicked away
-- ---------------------------------------------------------------------------------------------

alter table public.chats
  drop constraint chats_site_id_fkey,
  add constraint chats_site_id_fkey
    foreign key (site_id) references public.sites (id) on delete restrict,
  drop constraint chats_character_id_fkey,
  add constraint chats_character_id_fkey
    foreign key (character_id, site_id) references public.characters (id, site_id) on delete restrict;

-- A profile takes its chats along, which may be on other sites.
alter table public.profiles
  drop constraint profiles_site_id_fkey,
  add constraint profiles_site_id_fkey
    foreign key (site_id) references public.sites (id) on delete restrict;

-- The constraints alone would refuse as well, but not say what to do instead.
create function private.keep_character_with_chats() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  if exists (select from public.chats where chats.character_id = old.id) then
    raise exception
      'The character % has conversations, which would be lost: set its archived_at instead of '
      'deleting it', old.slug
      using errcode = 'restrict_violation';
  end if;
  return old;
end
$$;

create trigger characters_keep_with_chats
  before delete on public.characters
  for each row
  execute function private.keep_character_with_chats();

create function private.keep_site_with_visitors() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  if exists (select from public.chats where chats.site_id = old.id)
    or exists (select from public.profiles where profiles.site_id = old.id)
  then
    raise exception
      'The site % has visitors, whose conversations would be lost: empty its allowed_origins instead '
      'of deleting it, and no page can use it', old.site_key
      using errcode = 'restrict_violation';
  end if;
  return old;
end
$$;

create trigger sites_keep_with_visitors
  before delete on public.sites
  for each row
  execute function private.keep_site_with_visitors();

comment on table public.sites is
  'Where a widget is embedded: its public key, the pages that may use it, its looks. One that has '
  'visitors cannot be deleted; without allowed_origins it is out of service.';

-- ---------------------------------------------------------------------------------------------
-- Erasing a person who made characters
-- ---------------------------------------------------------------------------------------------

alter table public.characters
  drop constraint characters_owner_id_fkey,
  add constraint characters_owner_id_fkey
    foreign key (owner_id) references auth.users (id) on delete set null;

comment on column public.characters.owner_id is
  'The user who made it; empty for the site''s own. When the user is erased, it is archived and made '
  'private: its texts stay, prompt and all, for the chats that others have begun with it, and whose they '
  'were does not. Their own chats and likes go with them.';

-- Handing a character over to its site is another thing: then its former owner is still there.
create function private.archive_orphan() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  if not exists (select from auth.users where users.id = old.owner_id) then
    new.archived_at := coalesce(new.archived_at, now());
    new.visibility := 'private';
  end if;
  return new;
end
$$;

create trigger characters_archive_orphan
  before update on public.characters
  for each row
  when (old.owner_id is not null and new.owner_id is null)
  execute function private.archive_orphan();

-- ---------------------------------------------------------------------------------------------
-- Who may do what
-- ---------------------------------------------------------------------------------------------

revoke all on function
  private.hold_characters_of_user,
  private.keep_character_with_chats,
  private.keep_site_with_visitors,
  private.archive_orphan
from public, anon, authenticated;
