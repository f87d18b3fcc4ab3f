-- Identity: who owns a widget (sites, their members) and who talks to it (profiles).

-- Helpers live where no API reaches them.
create schema private;
revoke all on schema private from public;
grant usage on schema private to service_role;

comment on schema private is 'Helpers of policies, triggers and functions; never exposed by an API.';

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

revoke all on all functions in schema private from public, anon, authenticated;
grant execute on all functions in schema private to service_role;

-- ---------------------------------------------------------------------------------------------
-- Sites
-- ---------------------------------------------------------------------------------------------

create table public.sites (
  id uuid primary key default gen_random_uuid(),
  site_key text not null,
  name text not null,
  allowed_origins text[] not null default '{}',
  accent text,
  default_language text not null default 'en',
  created_at timestamptz not null default now(),
  constraint sites_site_key_key unique (site_key),
  constraint sites_site_key_check check (site_key ~ '^[A-Za-z0-9_-]{1,64}$'),
  constraint sites_name_check check (char_length(name) between 1 and 120),
  constraint sites_allowed_origins_check check (private.are_origin_patterns(allowed_origins)),
  constraint sites_accent_check check (accent ~ '^#[0-9a-f]{6}$'),
  constraint sites_default_language_check check (default_language in ('ru', 'en'))
);

comment on table public.sites is
  'Where a widget is embedded: its public key, the pages that may use it, its looks.';
comment on column public.sites.site_key is
  'What the site''s owner pastes into the script tag. Public, not a secret.';
comment on column public.sites.allowed_origins is
  'Pages that may embed the widget: https://example.com, https://*.example.com (every host below '
  'the domain) or http://localhost:* (any port).';
comment on column public.sites.accent is 'Colour of buttons and links as #rrggbb; empty for the widget''s own.';
comment on column public.sites.default_language is
  'ru or en; chooses the character of a visitor whose language is unknown.';

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
  site_id uuid references public.sites (id) on delete cascade,
  display_name text,
  created_at timestamptz not null default now(),
  constraint profiles_display_name_check check (char_length(display_name) between 1 and 80)
);

create index profiles_site_id_idx on public.profiles (site_id);

comment on table public.profiles is
  'A visitor, made with the first turn. Erased with the user of Auth it belongs to, and so are the '
  'visitor''s chats.';
comment on column public.profiles.site_id is
  'The site of an anonymous visitor''s first turn, the only one that visitor may talk on; empty for '
  'registered users.';
comment on column public.profiles.display_name is
  'pii:name How the visitor wants to be called. Kept until the user is erased.';

-- ---------------------------------------------------------------------------------------------
-- Who may do what
-- ---------------------------------------------------------------------------------------------

revoke all on public.sites, public.site_members, public.profiles from public, anon, authenticated, service_role;

grant select, insert, update, delete on public.sites, public.site_members, public.profiles to service_role;

grant select (id, site_key, name, allowed_origins, accent, default_language, created_at)
  on public.sites to authenticated;
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
