-- Calls: who sees or hears a character now, in a video face, by voice or by phone. A visitor has one of
-- each kind at a time, for each costs as long as it lasts. Only the server's own role may call these
-- functions.
-- Every name of a parameter is also one of a column: columns stand behind an alias.

-- ---------------------------------------------------------------------------------------------
-- Calls
-- ---------------------------------------------------------------------------------------------

create table public.calls (
  id uuid primary key default private.uuid_v7(),
  kind text not null,
  site_id uuid references public.sites (id) on delete set null,
  character_id uuid references public.characters (id) on delete set null,
  visitor_id uuid references public.profiles (id) on delete set null,
  chat_id uuid,
  started_at timestamptz not null default clock_timestamp(),
  last_seen_at timestamptz not null default clock_timestamp(),
  ends_at timestamptz not null,
  ended_at timestamptz,
  end_reason text,
  constraint calls_kind_check check (kind in ('avatar', 'voice', 'phone')),
  constraint calls_chat_id_fkey
    foreign key (chat_id, visitor_id) references public.chats (id, visitor_id)
    on delete set null (chat_id),
  constraint calls_end_reason_check
    check (end_reason in ('left', 'taken_over', 'lost', 'time_limit', 'failed', 'operator')),
  constraint calls_ended_for_a_reason check ((ended_at is null) = (end_reason is null))
);

create index calls_site_id_started_at_idx on public.calls (site_id, started_at);
create index calls_character_id_idx on public.calls (character_id);
create index calls_visitor_id_idx on public.calls (visitor_id);
create index calls_chat_id_visitor_id_idx on public.calls (chat_id, visitor_id);
create unique index calls_one_live_idx on public.calls (visitor_id, kind) where ended_at is null;

comment on table public.calls is
  'Calls: who saw or heard whom, how, and for how long. Nothing of what was said. A call without a sign '
  'of life for ten seconds is over, also before anybody has written it down. It outlives what it was '
  'for: deleting a chat, a person or a character only empties the column that led there.';
comment on column public.calls.kind is
  'How the character was met: avatar (a video face), voice or phone. A visitor has one live call of each.';
comment on column public.calls.site_id is 'Empty only when the site is gone.';
comment on column public.calls.character_id is 'Empty only when the character is gone.';
comment on column public.calls.visitor_id is 'Empty when the person is erased.';
comment on column public.calls.chat_id is
  'The chat it belongs to; empty when it was begun before the first message, or the chat is deleted.';
comment on column public.calls.started_at is 'When it began.';
comment on column public.calls.last_seen_at is 'The last sign of life of the visitor''s page.';
comment on column public.calls.ends_at is 'When it ends at the latest, by the site''s setting.';
comment on column public.calls.ended_at is 'Empty while it lasts, or nobody has missed it yet.';
comment on column public.calls.end_reason is
  'left by the visitor; taken_over by another page of the visitor; lost without a sign of life; '
  'time_limit of the site; failed before there was anything to see or hear; operator, by ops.end_call.';

-- ---------------------------------------------------------------------------------------------
-- Who may do what
-- ---------------------------------------------------------------------------------------------

revoke all on public.calls from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.calls to service_role;
alter table public.calls enable row level security;

-- ---------------------------------------------------------------------------------------------
-- How a call ends by itself
-- ---------------------------------------------------------------------------------------------

-- How long a page may be silent.
create function private.call_lease() returns interval
language sql immutable parallel safe
set search_path = ''
return interval '10 seconds';

-- Writes down what has ended by itself, as of when it did.
create function private.settle_calls(of_visitor_id uuid) returns void
language plpgsql
set search_path = ''
as $$
begin
  update public.calls as c
  set
    ended_at = least(c.last_seen_at + private.call_lease(), c.ends_at),
    end_reason = case
      when c.ends_at <= c.last_seen_at + private.call_lease() then 'time_limit' else 'lost'
    end
  where c.visitor_id = of_visitor_id
    and c.ended_at is null
    and least(c.last_seen_at + private.call_lease(), c.ends_at) <= clock_timestamp();
end
$$;

-- ---------------------------------------------------------------------------------------------
-- Beginning, lasting, ending
-- ---------------------------------------------------------------------------------------------

-- Begins the visitor's one call of a kind, in place of another one; returns its id.
create function private.begin_call(
  of_kind text, of_character public.characters, of_visitor_id uuid, of_chat_id uuid, max_seconds integer
) returns uuid
language plpgsql
set search_path = ''
as $$
declare
  begun_id uuid;
begin
  perform private.settle_calls(of_visitor_id);
  update public.calls as c
  set ended_at = clock_timestamp(), end_reason = 'taken_over'
  where c.visitor_id = of_visitor_id and c.kind = of_kind and c.ended_at is null;

  insert into public.calls (kind, site_id, character_id, visitor_id, chat_id, ends_at)
  values (
    of_kind, of_character.site_id, of_character.id, of_visitor_id, of_chat_id,
    clock_timestamp() + make_interval(secs => max_seconds)
  )
  returning id into begun_id;
  return begun_id;
end
$$;

create function public.begin_avatar_call(
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
begin
  admitted := private.admit_visitor(visitor_id, is_anonymous, site_key, origin, null);
  if admitted.refusal is not null then
    return jsonb_build_object('outcome', admitted.refusal);
  end if;
  site := admitted.site;
  if begin_avatar_call.chat_id is not null then
    select c.* into chat
    from public.chats as c
    where c.id = begin_avatar_call.chat_id
      and c.visitor_id = begin_avatar_call.visitor_id
      and c.site_id = site.id;
    if not found then
      return jsonb_build_object('outcome', 'chat_not_found');
    end if;
  end if;
  character := private.character_of_chat(site, chat, character_slug, language);
  if character.id is null then
    return jsonb_build_object('outcome', 'character_not_found');
  end if;
  if character.anam_avatar_id is null or site.avatar_call_seconds is null then
    return jsonb_build_object('outcome', 'no_avatar');
  end if;
  return jsonb_build_object(
    'outcome', 'begun',
    'callId', private.begin_call('avatar', character, visitor_id, chat_id, site.avatar_call_seconds),
    'maxSeconds', site.avatar_call_seconds,
    'name', character.name,
    'language', character.language,
    'avatarId', character.anam_avatar_id,
    'voiceId', character.anam_voice_id
  );
end
$$;

comment on function public.begin_avatar_call is
  'Begins the visitor''s one call with a video face, in place of another one; or says why not.';

create function public.touch_call(call_id uuid, visitor_id uuid) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  known record;
begin
  perform private.settle_calls(touch_call.visitor_id);
  update public.calls as c
  set last_seen_at = clock_timestamp()
  where c.id = call_id and c.visitor_id = touch_call.visitor_id and c.ended_at is null;
  if found then
    return jsonb_build_object('isLive', true, 'endReason', null);
  end if;

  select c.end_reason into known
  from public.calls as c
  where c.id = call_id and c.visitor_id = touch_call.visitor_id;
  return jsonb_build_object('isLive', false, 'endReason', known.end_reason);
end
$$;

comment on function public.touch_call is
  'A sign of life of a call: whether it still lasts, or how it ended. One nobody knows does not last.';

create function public.end_call(call_id uuid, visitor_id uuid, reason text) returns void
language plpgsql
set search_path = ''
as $$
begin
  perform private.settle_calls(end_call.visitor_id);
  update public.calls as c
  set ended_at = clock_timestamp(), end_reason = reason
  where c.id = call_id and c.visitor_id = end_call.visitor_id and c.ended_at is null;
end
$$;

comment on function public.end_call is
  'Ends a call, for left or failed; one that is over, or somebody else''s, stays as it is.';

-- ---------------------------------------------------------------------------------------------
-- Who may call what
-- ---------------------------------------------------------------------------------------------

revoke all on function
  private.call_lease,
  private.settle_calls,
  private.begin_call,
  public.begin_avatar_call,
  public.touch_call,
  public.end_call
from public, anon, authenticated;

grant execute on function
  private.call_lease,
  private.settle_calls,
  private.begin_call,
  public.begin_avatar_call,
  public.touch_call,
  public.end_call
to service_role;
