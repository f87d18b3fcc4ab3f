-- Characters: who a visitor can talk to, and who likes them.

-- ---------------------------------------------------------------------------------------------
-- Characters
-- ---------------------------------------------------------------------------------------------

create table public.characters (
  id uuid primary key default gen_random_uuid(),
  site_id uuid not null references public.sites (id) on delete cascade,
  owner_id uuid references auth.users (id) on delete set null,
  slug text not null,
  name text not null,
  tagline text not null default '',
  description text not null default '',
  greeting text not null,
  personality text not null,
  scenario text not null default '',
  example_dialogue text not null default '',
  facts text[] not null default '{}',
  language public.language not null,
  portrait text not null default 'nora',
  rating text not null default 'sfw',
  visibility text not null default 'private',
  response_length text not null default 'medium',
  max_tokens public.max_tokens,
  temperature public.temperature,
  top_p public.top_p,
  top_k public.top_k,
  frequency_penalty public.frequency_penalty,
  like_count integer not null default 0,
  chat_count integer not null default 0,
  position integer not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  model text,
  anam_avatar_id uuid,
  anam_voice_id uuid,
  archived_at timestamptz,
  -- A policy of characters cannot ask the site, which visitors may not read.
  in_catalogue boolean not null default false,
  constraint characters_site_id_slug_key unique (site_id, slug),
  -- Lets a chat prove that its character belongs to its site.
  constraint characters_id_site_id_key unique (id, site_id),
  constraint characters_slug_check check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  constraint characters_name_check check (char_length(name) between 1 and 80),
  constraint characters_tagline_check check (char_length(tagline) <= 120),
  constraint characters_description_check check (char_length(description) <= 2000),
  constraint characters_greeting_check check (char_length(greeting) <= 2000 and greeting ~ '\S'),
  constraint characters_personality_check check (char_length(personality) <= 12000 and personality ~ '\S'),
  constraint characters_scenario_check check (char_length(scenario) <= 4000),
  constraint characters_example_dialogue_check check (char_length(example_dialogue) <= 8000),
  constraint characters_facts_check check (cardinality(facts) <= 50 and array_position(facts, null) is null),
  constraint characters_portrait_check check (portrait ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  constraint characters_rating_check check (rating in ('sfw', 'moderate', 'nsfw')),
  constraint characters_visibility_check check (visibility in ('private', 'unlisted', 'public')),
  constraint characters_response_length_check
    check (response_length in ('short', 'medium', 'long', 'very_long')),
  constraint characters_model_check check (private.is_model_selection(model)),
  constraint characters_like_count_check check (like_count >= 0),
  constraint characters_chat_count_check check (chat_count >= 0),
  constraint characters_anam_voice_check check ((anam_avatar_id is null) = (anam_voice_id is null))
);

create index characters_owner_id_idx on public.characters (owner_id);
create index characters_visibility_idx on public.characters (visibility);
create index characters_in_catalogue_idx on public.characters (in_catalogue);
create index characters_archived_at_idx on public.characters (archived_at);

comment on table public.characters is
  'Who a visitor talks to. Visitors see the card; the prompt''s parts stay on the server. One that '
  'somebody has talked to cannot be deleted, only archived.';
comment on column public.characters.owner_id is
  'The user who made it; empty for the site''s own. When the user is erased, it is archived and made '
  'private: its texts stay, prompt and all, for the chats that others have begun with it, and whose they '
  'were does not. Their own chats and likes go with them.';
comment on column public.characters.slug is 'Its name in addresses and attributes, e.g. eva.';
comment on column public.characters.tagline is 'One line under the name, honest about being an AI.';
comment on column public.characters.greeting is 'The first message of every chat, as Markdown.';
comment on column public.characters.personality is 'Prompt: who it is, how it speaks, what it never does.';
comment on column public.characters.scenario is 'Prompt: where and when the conversation takes place.';
comment on column public.characters.example_dialogue is 'Prompt: a few exchanges in its voice.';
comment on column public.characters.facts is
  'Prompt: what it knows for certain, one sentence each, in its own first person.';
comment on column public.characters.language is 'ru or en.';
comment on column public.characters.portrait is 'Which drawing of the portrait family stands for it.';
comment on column public.characters.rating is 'sfw, moderate or nsfw.';
comment on column public.characters.visibility is
  'public: in the list of its site, and in the project''s catalogue if the site is; unlisted: for those '
  'who know the slug; private: for its maker only.';
comment on column public.characters.response_length is 'short, medium, long or very_long.';
comment on column public.characters.max_tokens is
  'Longest answer in tokens, 256 to 4096, but no more than the site''s; empty for the site''s.';
comment on column public.characters.temperature is
  '0 to 2; higher is more surprising; empty for the site''s.';
comment on column public.characters.top_p is
  '0 to 1; the share of likely words to choose from; empty for the site''s.';
comment on column public.characters.top_k is
  '0 to 100 likeliest words to choose from; 0 is no limit; empty for the site''s.';
comment on column public.characters.frequency_penalty is
  '0 to 2; higher repeats less; empty for the site''s.';
comment on column public.characters.like_count is 'Kept by triggers; writing it is refused.';
comment on column public.characters.chat_count is 'Kept by triggers; writing it is refused.';
comment on column public.characters.position is 'Order in the catalogue; the first of a language is its default.';
comment on column public.characters.model is 'Who answers, as for a site; empty for the site''s choice.';
comment on column public.characters.anam_avatar_id is
  'Its video face at Anam, from https://lab.anam.ai/avatars; empty for its drawn face only.';
comment on column public.characters.anam_voice_id is
  'The voice of its video face, from https://lab.anam.ai/voices; it has to speak the character''s '
  'language.';
comment on column public.characters.archived_at is
  'Since when it is out of service: it is in no list and begins no chat, also for those who know its '
  'slug; chats that were begun go on. Empty while it serves.';
comment on column public.characters.in_catalogue is 'As its site has it: kept by triggers.';

-- ---------------------------------------------------------------------------------------------
-- Likes
-- ---------------------------------------------------------------------------------------------

create table public.character_likes (
  character_id uuid not null references public.characters (id) on delete cascade,
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  created_at timestamptz not null default now(),
  primary key (character_id, user_id)
);

create index character_likes_user_id_idx on public.character_likes (user_id);

comment on table public.character_likes is 'One like per registered user and character.';

-- ---------------------------------------------------------------------------------------------
-- Who may do what
-- ---------------------------------------------------------------------------------------------

revoke all on public.characters, public.character_likes from public, anon, authenticated, service_role;

grant select, insert, update, delete on public.characters, public.character_likes to service_role;

grant select (
  id, site_id, slug, name, tagline, description, greeting, language, portrait, rating, visibility,
  like_count, chat_count, created_at, archived_at, in_catalogue
) on public.characters to authenticated;
grant select (character_id, user_id, created_at), insert (character_id, user_id), delete
  on public.character_likes to authenticated;

alter table public.characters enable row level security;
alter table public.character_likes enable row level security;

-- The policy of characters also looks at the visitor's own chats: it stands with them, in conversations.

create policy character_likes_registered_only on public.character_likes
  as restrictive
  for all to authenticated
  using (((select auth.jwt()) ->> 'is_anonymous')::boolean is false)
  with check (((select auth.jwt()) ->> 'is_anonymous')::boolean is false);

create policy character_likes_select_own on public.character_likes
  for select to authenticated
  using (user_id = (select auth.uid()));

-- Only what the user can see can be liked, so that a like tells nothing about hidden characters.
create policy character_likes_insert_own on public.character_likes
  for insert to authenticated
  with check (
    user_id = (select auth.uid())
    and character_id in (select characters.id from public.characters)
  );

create policy character_likes_delete_own on public.character_likes
  for delete to authenticated
  using (user_id = (select auth.uid()));

-- ---------------------------------------------------------------------------------------------
-- Whole, whoever writes
-- ---------------------------------------------------------------------------------------------

-- A like or a new chat does not change the character itself.
create trigger characters_touch
  before update on public.characters
  for each row
  when (new.like_count = old.like_count and new.chat_count = old.chat_count)
  execute function private.touch_updated_at();

create trigger character_likes_guard
  before update on public.character_likes
  for each row
  when (new.character_id <> old.character_id or new.user_id <> old.user_id)
  execute function private.refuse_change('a like');

-- ---------------------------------------------------------------------------------------------
-- Counters that cannot refuse
-- ---------------------------------------------------------------------------------------------

-- A counter may be wrong, after a restore with triggers off. It is a figure to look at; nothing ever
-- fails for it.

-- A trigger's own update runs one level deeper than an operator's.
create function private.guard_character_counts() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' then
    new.like_count := 0;
    new.chat_count := 0;
    return new;
  end if;
  if pg_trigger_depth() > 1 then
    return new;
  end if;
  raise exception 'like_count and chat_count are kept by triggers'
    using errcode = 'restrict_violation';
end
$$;

create trigger characters_begin_counts
  before insert on public.characters
  for each row
  execute function private.guard_character_counts();

create trigger characters_guard_counts
  before update on public.characters
  for each row
  when (new.like_count is distinct from old.like_count or new.chat_count is distinct from old.chat_count)
  execute function private.guard_character_counts();

-- Definer, since whoever likes a character may not write to it.
create function private.count_likes() returns trigger
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

create trigger character_likes_count
  after insert or delete on public.character_likes
  for each row
  execute function private.count_likes();

-- ---------------------------------------------------------------------------------------------
-- The project's catalogue
-- ---------------------------------------------------------------------------------------------

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
-- What cannot be clicked away
-- ---------------------------------------------------------------------------------------------

-- The foreign keys alone would refuse as well, but not say what to do instead.
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

-- ---------------------------------------------------------------------------------------------
-- Erasing a person
-- ---------------------------------------------------------------------------------------------

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
-- What a widget needs before the first message
-- ---------------------------------------------------------------------------------------------

-- Every name of a parameter is also one of a column: columns stand behind an alias.

-- A character's card, as the wire has it.
create function private.character_card(c public.characters) returns jsonb
language sql stable
set search_path = ''
return jsonb_build_object(
  'id', c.id,
  'slug', c.slug,
  'name', c.name,
  'tagline', c.tagline,
  'description', c.description,
  'greeting', c.greeting,
  'language', c.language,
  'portrait', c.portrait
);

-- By its slug, or the site's own one for the language: the first public one in the catalogue.
create function private.choose_character(
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

create function public.open_session(
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
    s.id, s.name, s.accent, s.default_language, s.avatar_call_seconds,
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
    'hasAvatar', character.anam_avatar_id is not null and site.avatar_call_seconds is not null
  );
end
$$;

comment on function public.open_session is
  'What a widget needs before the first message: site, character and catalogue, or why not.';

-- ---------------------------------------------------------------------------------------------
-- Who may call what
-- ---------------------------------------------------------------------------------------------

revoke all on function
  private.guard_character_counts,
  private.count_likes,
  private.follow_site_into_catalogue,
  private.publish_characters,
  private.keep_character_with_chats,
  private.hold_characters_of_user,
  private.archive_orphan,
  private.character_card,
  private.choose_character,
  public.open_session
from public, anon, authenticated;

grant execute on function
  private.character_card,
  private.choose_character,
  public.open_session
to service_role;
