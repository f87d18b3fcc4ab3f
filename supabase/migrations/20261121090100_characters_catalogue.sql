-- Characters: who a visitor can talk to, and who likes them.

-- ---------------------------------------------------------------------------------------------
-- Characters
-- ---------------------------------------------------------------------------------------------

create table public.characters (
  id uuid primary key default gen_random_uuid(),
  site_id uuid not null references public.sites (id) on delete cascade,
  owner_id uuid references auth.users (id) on delete cascade,
  slug text not null,
  name text not null,
  tagline text not null default '',
  description text not null default '',
  greeting text not null,
  personality text not null,
  scenario text not null default '',
  example_dialogue text not null default '',
  facts text[] not null default '{}',
  language text not null,
  portrait text not null default 'nora',
  rating text not null default 'sfw',
  visibility text not null default 'private',
  response_length text not null default 'medium',
  max_tokens integer not null default 2048,
  temperature numeric(3, 2) not null default 0.8,
  top_p numeric(3, 2) not null default 1,
  top_k integer not null default 0,
  frequency_penalty numeric(3, 2) not null default 0,
  like_count integer not null default 0,
  chat_count integer not null default 0,
  position integer not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
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
  constraint characters_language_check check (language in ('ru', 'en')),
  constraint characters_portrait_check check (portrait ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  constraint characters_rating_check check (rating in ('sfw', 'moderate', 'nsfw')),
  constraint characters_visibility_check check (visibility in ('private', 'unlisted', 'public')),
  constraint characters_response_length_check
    check (response_length in ('short', 'medium', 'long', 'very_long')),
  constraint characters_max_tokens_check check (max_tokens between 256 and 4096),
  constraint characters_temperature_check check (temperature between 0 and 2),
  constraint characters_top_p_check check (top_p between 0 and 1),
  constraint characters_top_k_check check (top_k between 0 and 100),
  constraint characters_frequency_penalty_check check (frequency_penalty between 0 and 2),
  constraint characters_like_count_check check (like_count >= 0),
  constraint characters_chat_count_check check (chat_count >= 0)
);

create index characters_owner_id_idx on public.characters (owner_id);
create index characters_visibility_idx on public.characters (visibility);

comment on table public.characters is
  'Who a visitor talks to. Visitors see the card; the prompt''s parts stay on the server. Deleting a '
  'character deletes its chats.';
comment on column public.characters.owner_id is 'The user who made it; empty for the site''s own.';
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
  'public: in the catalogue; unlisted: for those who know the slug; private: for nobody yet.';
comment on column public.characters.response_length is 'short, medium, long or very_long.';
comment on column public.characters.max_tokens is 'Longest answer in tokens, 256 to 4096.';
comment on column public.characters.temperature is '0 to 2; higher is more surprising.';
comment on column public.characters.top_p is '0 to 1; the share of likely words to choose from.';
comment on column public.characters.top_k is '0 to 100 likeliest words to choose from; 0 is no limit.';
comment on column public.characters.frequency_penalty is '0 to 2; higher repeats less.';
comment on column public.characters.like_count is 'Kept by triggers; writing it is refused.';
comment on column public.characters.chat_count is 'Kept by triggers; writing it is refused.';
comment on column public.characters.position is 'Order in the catalogue; the first of a language is its default.';

-- A trigger's own update runs one level deeper than an operator's.
create function private.guard_character_counts() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if pg_trigger_depth() > 1 then
    return new;
  end if;
  raise exception 'like_count and chat_count are kept by triggers'
    using errcode = 'restrict_violation';
end
$$;

create trigger characters_guard_counts
  before update on public.characters
  for each row
  when (new.like_count is distinct from old.like_count or new.chat_count is distinct from old.chat_count)
  execute function private.guard_character_counts();

create function private.begin_counts_at_zero() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.like_count := 0;
  new.chat_count := 0;
  return new;
end
$$;

create trigger characters_begin_counts
  before insert on public.characters
  for each row
  execute function private.begin_counts_at_zero();

create function private.touch_updated_at() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.updated_at := now();
  return new;
end
$$;

-- A like or a new chat does not change the character itself.
create trigger characters_touch
  before update on public.characters
  for each row
  when (new.like_count = old.like_count and new.chat_count = old.chat_count)
  execute function private.touch_updated_at();

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

-- Definer, since whoever likes a character may not write to it.
create function private.count_likes() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' then
    update public.characters set like_count = like_count + 1 where id = new.character_id;
  else
    update public.characters set like_count = like_count - 1 where id = old.character_id;
  end if;
  return null;
end
$$;

create trigger character_likes_count
  after insert or delete on public.character_likes
  for each row
  execute function private.count_likes();

create function private.refuse_change() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  raise exception '% cannot be changed', tg_argv[0] using errcode = 'restrict_violation';
end
$$;

create trigger character_likes_guard
  before update on public.character_likes
  for each row
  when (new.character_id <> old.character_id or new.user_id <> old.user_id)
  execute function private.refuse_change('a like');

-- ---------------------------------------------------------------------------------------------
-- Who may do what
-- ---------------------------------------------------------------------------------------------

revoke all on public.characters, public.character_likes from public, anon, authenticated, service_role;

grant select, insert, update, delete on public.characters, public.character_likes to service_role;

grant select (
  id, site_id, slug, name, tagline, description, greeting, language, portrait, rating, visibility,
  like_count, chat_count, created_at
) on public.characters to authenticated;
grant select (character_id, user_id, created_at), insert (character_id, user_id), delete
  on public.character_likes to authenticated;

revoke all on all functions in schema private from public, anon, authenticated;

alter table public.characters enable row level security;
alter table public.character_likes enable row level security;

-- The policy of characters also looks at the visitor's own chats: it stands with them.

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
