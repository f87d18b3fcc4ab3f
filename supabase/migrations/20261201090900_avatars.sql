-- Avatars: who is looking at a video face at Anam now. A visitor has one such session at a time, for each
-- costs as long as it lasts. Only the server's own role may call these functions.
-- Every name of a parameter is also one of a column: columns stand behind an alias.

-- ---------------------------------------------------------------------------------------------
-- Sessions
-- ---------------------------------------------------------------------------------------------

create table public.avatar_sessions (
  id uuid primary key default gen_random_uuid(),
  site_id uuid references public.sites (id) on delete set null,
  character_id uuid references public.characters (id) on delete set null,
  visitor_id uuid references public.profiles (id) on delete set null,
  chat_id uuid,
  started_at timestamptz not null default clock_timestamp(),
  last_seen_at timestamptz not null default clock_timestamp(),
  ends_at timestamptz not null,
  ended_at timestamptz,
  end_reason text,
  constraint avatar_sessions_chat_id_fkey
    foreign key (chat_id, visitor_id) references public.chats (id, visitor_id)
    on delete set null (chat_id),
  constraint avatar_sessions_end_reason_check
    check (end_reason in ('left', 'taken_over', 'lost', 'time_limit', 'failed')),
  constraint avatar_sessions_ended_for_a_reason check ((ended_at is null) = (end_reason is null))
);

create index avatar_sessions_site_id_started_at_idx on public.avatar_sessions (site_id, started_at);
create index avatar_sessions_character_id_idx on public.avatar_sessions (character_id);
create index avatar_sessions_visitor_id_idx on public.avatar_sessions (visitor_id);
create index avatar_sessions_chat_id_visitor_id_idx on public.avatar_sessions (chat_id, visitor_id);
create unique index avatar_sessions_one_live_idx
  on public.avatar_sessions (visitor_id) where ended_at is null;

comment on table public.avatar_sessions is
  'Sessions with a video avatar: who looked at whom, and for how long. Nothing of what was said. One '
  'without a sign of life for ten seconds is over, also before anybody has written it down. It outlives '
  'what it was for: deleting a chat, a person or a character only empties the column that led there.';
comment on column public.avatar_sessions.site_id is 'Empty only when the site is gone.';
comment on column public.avatar_sessions.character_id is 'Empty only when the character is gone.';
comment on column public.avatar_sessions.visitor_id is 'Empty when the person is erased.';
comment on column public.avatar_sessions.chat_id is
  'The chat it belongs to; empty when it was begun before the first message, or the chat is deleted.';
comment on column public.avatar_sessions.last_seen_at is 'The last sign of life of the visitor''s page.';
comment on column public.avatar_sessions.ends_at is 'When it ends at the latest, by the site''s setting.';
comment on column public.avatar_sessions.ended_at is 'Empty while it lasts, or nobody has missed it yet.';
comment on column public.avatar_sessions.end_reason is
  'left by the visitor; taken_over by another page of the visitor; lost without a sign of life; '
  'time_limit of the site; failed before there was a picture.';

-- ---------------------------------------------------------------------------------------------
-- Who may do what
-- ---------------------------------------------------------------------------------------------

revoke all on public.avatar_sessions from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.avatar_sessions to service_role;
alter table public.avatar_sessions enable row level security;

-- ---------------------------------------------------------------------------------------------
-- How a session ends by itself
-- ---------------------------------------------------------------------------------------------

-- How long a page may be silent.
create function private.avatar_lease() returns interval
language sql immutable parallel safe
set search_path = ''
return interval '10 seconds';

-- Writes down what has ended by itself, as of when it did.
create function private.settle_avatar_sessions(of_visitor_id uuid) returns void
language plpgsql
set search_path = ''
as $$
begin
  update public.avatar_sessions as s
  set
    ended_at = least(s.last_seen_at + private.avatar_lease(), s.ends_at),
    end_reason = case
      when s.ends_at <= s.last_seen_at + private.avatar_lease() then 'time_limit' else 'lost'
    end
  where s.visitor_id = of_visitor_id
    and s.ended_at is null
    and least(s.last_seen_at + private.avatar_lease(), s.ends_at) <= clock_timestamp();
end
$$;

-- ---------------------------------------------------------------------------------------------
-- Beginning, lasting, ending
-- ---------------------------------------------------------------------------------------------

create function public.begin_avatar_session(
  visitor_id uuid,
  is_anonymous boolean,
  site_key text,
  origin text,
  chat_id uuid default null,
  character_slug text default null,
  language text default null
) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  admitted record;
  site public.sites;
  chat public.chats;
  character public.characters;
  begun_id uuid;
begin
  admitted := private.admit_visitor(
    begin_avatar_session.visitor_id, begin_avatar_session.is_anonymous,
    begin_avatar_session.site_key, begin_avatar_session.origin, null
  );
  if admitted.refusal is not null then
    return jsonb_build_object('outcome', admitted.refusal);
  end if;
  site := admitted.site;

  if begin_avatar_session.chat_id is not null then
    select c.* into chat
    from public.chats as c
    where c.id = begin_avatar_session.chat_id
      and c.visitor_id = begin_avatar_session.visitor_id
      and c.site_id = site.id;
    if not found then
      return jsonb_build_object('outcome', 'chat_not_found');
    end if;
  end if;
  character := private.character_of_chat(
    site, chat, begin_avatar_session.character_slug, begin_avatar_session.language
  );
  if character.id is null then
    return jsonb_build_object('outcome', 'character_not_found');
  end if;
  if character.anam_avatar_id is null or site.avatar_session_seconds is null then
    return jsonb_build_object('outcome', 'no_avatar');
  end if;

  perform private.settle_avatar_sessions(begin_avatar_session.visitor_id);
  update public.avatar_sessions as s
  set ended_at = clock_timestamp(), end_reason = 'taken_over'
  where s.visitor_id = begin_avatar_session.visitor_id and s.ended_at is null;

  insert into public.avatar_sessions (site_id, character_id, visitor_id, chat_id, ends_at)
  values (
    site.id, character.id, begin_avatar_session.visitor_id, begin_avatar_session.chat_id,
    clock_timestamp() + make_interval(secs => site.avatar_session_seconds)
  )
  returning id into begun_id;

  return jsonb_build_object(
    'outcome', 'begun',
    'sessionId', begun_id,
    'maxSeconds', site.avatar_session_seconds,
    'name', character.name,
    'language', character.language,
    'avatarId', character.anam_avatar_id,
    'voiceId', character.anam_voice_id
  );
end
$$;

comment on function public.begin_avatar_session is
  'Begins the visitor''s one session with a video avatar, in place of another one; or says why not.';

create function public.touch_avatar_session(session_id uuid, visitor_id uuid) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  known record;
begin
  perform private.settle_avatar_sessions(touch_avatar_session.visitor_id);
  update public.avatar_sessions as s
  set last_seen_at = clock_timestamp()
  where s.id = session_id and s.visitor_id = touch_avatar_session.visitor_id and s.ended_at is null;
  if found then
    return jsonb_build_object('isLive', true, 'endReason', null);
  end if;

  select s.end_reason into known
  from public.avatar_sessions as s
  where s.id = session_id and s.visitor_id = touch_avatar_session.visitor_id;
  return jsonb_build_object('isLive', false, 'endReason', known.end_reason);
end
$$;

comment on function public.touch_avatar_session is
  'A sign of life of a session: whether it still lasts, or how it ended. One nobody knows does not last.';

create function public.end_avatar_session(session_id uuid, visitor_id uuid, reason text) returns void
language plpgsql
set search_path = ''
as $$
begin
  perform private.settle_avatar_sessions(end_avatar_session.visitor_id);
  update public.avatar_sessions as s
  set ended_at = clock_timestamp(), end_reason = reason
  where s.id = session_id and s.visitor_id = end_avatar_session.visitor_id and s.ended_at is null;
end
$$;

comment on function public.end_avatar_session is
  'Ends a session, for left or failed; one that is over, or somebody else''s, stays as it is.';

-- ---------------------------------------------------------------------------------------------
-- Who may call what
-- ---------------------------------------------------------------------------------------------

revoke all on function
  private.avatar_lease,
  private.settle_avatar_sessions,
  public.begin_avatar_session,
  public.touch_avatar_session,
  public.end_avatar_session
from public, anon, authenticated;

grant execute on function
  private.avatar_lease,
  private.settle_avatar_sessions,
  public.begin_avatar_session,
  public.touch_avatar_session,
  public.end_avatar_session
to service_role;
