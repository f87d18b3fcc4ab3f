-- Identity: who owns a widget (sites, their members) and who talks to it (profiles).

-- ---------------------------------------------------------------------------------------------
-- Origins: which pages may embed a site's widget
-- ---------------------------------------------------------------------------------------------

-- `https://example.com` is that origin, `http://localhost:*` is any port, and
-- `https://*.example.com` is every host below the domain.
create function private.is_origin_pattern(pattern text) returns boolean
language sql immutable parallel safe
set search_path = ''
return pattern ~ '^https?://(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:([0-9]{1,5}|\*))?$';

create function private.are_origin_patterns(patterns text[]) returns boolean
language sql immutable parallel safe
set search_path = ''
return not exists (
  select from unnest(patterns) as pattern where not coalesce(private.is_origin_pattern(pattern), false)
);

create function private.is_origin_allowed(origin text, patterns text[]) returns boolean
language sql immutable parallel safe
set search_path = ''
return exists (
  select
  from unnest(patterns) as pattern
  where origin = pattern
     or (
       strpos(pattern, '*') > 0
       and origin ~ (
         '^'
         || replace(
              replace(replace(pattern, '.', '\.'), '://*\.', '://([a-z0-9-]+\.)+'),
              ':*', '(:[0-9]{1,5})?'
            )
         || '$'
       )
     )
);

revoke all on function
  private.is_origin_pattern,
  private.are_origin_patterns,
  private.is_origin_allowed
from public, anon, authenticated;

grant execute on function
  private.is_origin_pattern,
  private.are_origin_patterns,
  private.is_origin_allowed
to service_role;

-- ---------------------------------------------------------------------------------------------
-- Sites
-- ---------------------------------------------------------------------------------------------

-- What sites and their characters speak.
create domain public.language as text
  constraint language_check check (value in ('ru', 'en'));

create table public.sites (
  id uuid primary key default gen_random_uuid(),
  site_key text not null,
  name text not null,
  allowed_origins text[] not null default '{}',
  accent text,
  default_language public.language not null default 'en',
  created_at timestamptz not null default now(),
  model text not null default 'auto',
  visitors_choose_model boolean not null default false,
  max_tokens public.max_tokens not null default 2048,
  temperature public.temperature not null default 0.8,
  top_p public.top_p not null default 1,
  top_k public.top_k not null default 0,
  frequency_penalty public.frequency_penalty not null default 0,
  avatar_call_seconds integer default 600,
  in_catalogue boolean not null default false,
  constraint sites_site_key_key unique (site_key),
  constraint sites_site_key_check check (site_key ~ '^[A-Za-z0-9_-]{1,64}$'),
  constraint sites_name_check check (char_length(name) between 1 and 120),
  constraint sites_allowed_origins_check check (private.are_origin_patterns(allowed_origins)),
  constraint sites_accent_check check (accent ~ '^#[0-9a-f]{6}$'),
  constraint sites_model_check check (private.is_model_selection(model)),
  constraint sites_avatar_call_seconds_check check (avatar_call_seconds between 30 and 7200)
);

comment on table public.sites is
  'Where a widget is embedded: its public key, the pages that may use it, its looks. One that has '
  'visitors cannot be deleted; without allowed_origins it is out of service.';
comment on column public.sites.site_key is
  'What the site''s owner pastes into the script tag. Public, not a secret.';
comment on column public.sites.allowed_origins is
  'Pages that may embed the widget: https://example.com, https://*.example.com (every host below '
  'the domain) or http://localhost:* (any port).';
comment on column public.sites.accent is 'Colour of buttons and links as #rrggbb; empty for the widget''s own.';
comment on column public.sites.default_language is
  'ru or en; chooses the character of a visitor whose language is unknown.';
comment on column public.sites.model is
  'Who answers: auto (the best there is), auto:<provider> (that one''s best three first) or a '
  'model''s id (that one first). The others stand behind it.';
comment on column public.sites.visitors_choose_model is
  'Whether visitors may choose another model for a chat or a message.';
comment on column public.sites.max_tokens is
  'Longest answer in tokens, 256 to 4096: as long as answers are where nobody says otherwise, and a '
  'cap for what a character, a chat or a request asks for.';
comment on column public.sites.temperature is '0 to 2; higher is more surprising.';
comment on column public.sites.top_p is '0 to 1; the share of likely words to choose from.';
comment on column public.sites.top_k is '0 to 100 likeliest words to choose from; 0 is no limit.';
comment on column public.sites.frequency_penalty is '0 to 2; higher repeats less.';
comment on column public.sites.avatar_call_seconds is
  'How long one call with a video face may last, 30 to 7200 seconds; empty for no video avatars '
  'on this site, only drawn ones.';
comment on column public.sites.in_catalogue is
  'Whether the site''s public characters are in the project''s catalogue, for visitors of its other '
  'sites and registered users, too. Otherwise only the site''s own visitors see them.';

-- ---------------------------------------------------------------------------------------------
-- People
-- ---------------------------------------------------------------------------------------------

create table public.site_members (
  site_id uuid not null references public.sites (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  role text not null default 'operator',
  created_at timestamptz not null default now(),
  primary key (site_id, user_id),
  constraint site_members_role_check check (role in ('owner', 'operator'))
);

create index site_members_user_id_idx on public.site_members (user_id);

comment on table public.site_members is 'Who runs a site. Visitors are not members.';
comment on column public.site_members.role is 'owner or operator.';

create table public.profiles (
  id uuid primary key references auth.users (id) on delete cascade,
  -- A profile takes its chats along, which may be on other sites: a site does not take profiles along.
  site_id uuid references public.sites (id) on delete restrict,
  display_name text,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  constraint profiles_display_name_check check (char_length(display_name) between 1 and 80)
);

create index profiles_site_id_idx on public.profiles (site_id);
create index profiles_last_seen_at_idx on public.profiles (last_seen_at);

comment on table public.profiles is
  'A visitor, made with the first turn. Erased with the user of Auth it belongs to, and so are the '
  'visitor''s chats.';
comment on column public.profiles.site_id is
  'The site of an anonymous visitor''s first turn, the only one that visitor may talk on; empty for '
  'registered users.';
comment on column public.profiles.display_name is
  'pii:name How the visitor wants to be called. Kept until the user is erased.';
comment on column public.profiles.last_seen_at is
  'When the visitor last began a turn or a call, to a day: it is written once in 24 hours.';

-- ---------------------------------------------------------------------------------------------
-- Who may do what
-- ---------------------------------------------------------------------------------------------

revoke all on public.sites, public.site_members, public.profiles from public, anon, authenticated, service_role;

grant select, insert, update, delete on public.sites, public.site_members, public.profiles to service_role;

-- Members read their site's.
grant select (
  id, site_key, name, allowed_origins, accent, default_language, created_at, model,
  visitors_choose_model, max_tokens, temperature, top_p, top_k, frequency_penalty,
  avatar_call_seconds, in_catalogue
) on public.sites to authenticated;
grant select (site_id, user_id, role, created_at) on public.site_members to authenticated;
grant select (id, site_id, display_name, created_at) on public.profiles to authenticated;

alter table public.sites enable row level security;
alter table public.site_members enable row level security;
alter table public.profiles enable row level security;

create policy site_members_select_own on public.site_members
  for select to authenticated
  using (user_id = (select auth.uid()));

create policy sites_select_member on public.sites
  for select to authenticated
  using (
    id in (
      select site_members.site_id
      from public.site_members
      where site_members.user_id = (select auth.uid())
    )
  );

create policy profiles_select_own on public.profiles
  for select to authenticated
  using (id = (select auth.uid()));

-- ---------------------------------------------------------------------------------------------
-- What cannot be clicked away
-- ---------------------------------------------------------------------------------------------

-- The foreign keys alone would refuse as well, but not say what to do instead.
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

revoke all on function private.keep_site_with_visitors from public, anon, authenticated;
