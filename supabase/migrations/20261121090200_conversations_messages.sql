-- Conversations: chats, their messages as a tree, and the log of what was streamed.

-- ---------------------------------------------------------------------------------------------
-- Chats
-- ---------------------------------------------------------------------------------------------

create table public.chats (
  id uuid primary key default gen_random_uuid(),
  site_id uuid not null,
  character_id uuid not null,
  visitor_id uuid not null references public.profiles (id) on delete cascade,
  title text,
  channel text not null default 'text',
  active_leaf_id uuid not null,
  message_count integer not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- Lets a message prove that it belongs to its chat's visitor.
  constraint chats_id_visitor_id_key unique (id, visitor_id),
  constraint chats_site_id_fkey foreign key (site_id) references public.sites (id) on delete cascade,
  constraint chats_character_id_fkey
    foreign key (character_id, site_id) references public.characters (id, site_id) on delete cascade,
  constraint chats_title_check check (char_length(title) between 1 and 200),
  constraint chats_channel_check check (channel in ('text', 'avatar', 'voice', 'phone', 'api')),
  constraint chats_message_count_check check (message_count >= 0)
);

create index chats_visitor_id_updated_at_idx on public.chats (visitor_id, updated_at desc);
create index chats_character_id_site_id_idx on public.chats (character_id, site_id);
create index chats_site_id_idx on public.chats (site_id);
create index chats_active_leaf_id_id_idx on public.chats (active_leaf_id, id);

comment on table public.chats is
  'A visitor''s conversation with a character, over whichever channels. Kept until the visitor or '
  'the character is deleted.';
comment on column public.chats.title is 'pii:content The visitor''s own name for it. Kept as long as the chat.';
comment on column public.chats.channel is 'Where it began: text, avatar, voice, phone or api.';
comment on column public.chats.active_leaf_id is
  'The last message of the branch that is shown; the shown branch is the way from it to the root.';
comment on column public.chats.message_count is 'Kept by triggers; writing it is refused.';
comment on column public.chats.updated_at is 'When the last turn began.';

-- ---------------------------------------------------------------------------------------------
-- Messages
-- ---------------------------------------------------------------------------------------------

create table public.messages (
  id uuid primary key default gen_random_uuid(),
  chat_id uuid not null,
  visitor_id uuid not null,
  parent_id uuid,
  role text not null,
  status text not null default 'complete',
  content text not null default '',
  client_message_id uuid,
  stream_id uuid,
  channel text not null default 'text',
  model text,
  provider text,
  finish_reason text,
  input_tokens integer,
  output_tokens integer,
  error_code text,
  stop_requested_at timestamptz,
  lease_expires_at timestamptz,
  -- Not now(): a turn may have waited for the one before it since its transaction began.
  created_at timestamptz not null default clock_timestamp(),
  completed_at timestamptz,
  -- Lets children and the chat's active leaf prove that they belong to the same chat.
  constraint messages_id_chat_id_key unique (id, chat_id),
  -- A first message has no chat yet, so the client's id is unique per visitor, not per chat.
  constraint messages_visitor_id_client_message_id_key unique (visitor_id, client_message_id),
  constraint messages_stream_id_key unique (stream_id),
  constraint messages_chat_id_fkey
    foreign key (chat_id, visitor_id) references public.chats (id, visitor_id) on delete cascade,
  -- Deferred: a subtree is removed in one statement after its root, however deep it is.
  constraint messages_parent_id_fkey
    foreign key (parent_id, chat_id) references public.messages (id, chat_id)
    deferrable initially deferred,
  constraint messages_role_check check (role in ('user', 'assistant')),
  constraint messages_status_check
    check (status in ('streaming', 'complete', 'interrupted', 'stopped', 'failed')),
  constraint messages_channel_check check (channel in ('text', 'avatar', 'voice', 'phone', 'api')),
  constraint messages_finish_reason_check
    check (finish_reason in ('stop', 'length', 'content_filter', 'stopped')),
  constraint messages_tokens_check check (input_tokens >= 0 and output_tokens >= 0),
  constraint messages_root_is_greeting check (parent_id is not null or role = 'assistant'),
  constraint messages_user_is_complete
    check (role = 'assistant' or (status = 'complete' and content <> '' and client_message_id is not null)),
  constraint messages_answer_has_stream
    check ((stream_id is not null) = (role = 'assistant' and parent_id is not null)),
  constraint messages_lease_while_streaming
    check ((status = 'streaming') = (lease_expires_at is not null)),
  constraint messages_completed_unless_streaming
    check ((status = 'streaming') = (completed_at is null)),
  constraint messages_interrupted_has_text check (status <> 'interrupted' or content <> ''),
  constraint messages_failed_has_no_text check (status <> 'failed' or content = '')
);

alter table public.chats
  add constraint chats_active_leaf_id_fkey
  foreign key (active_leaf_id, id) references public.messages (id, chat_id)
  deferrable initially deferred;

create index messages_chat_id_visitor_id_idx on public.messages (chat_id, visitor_id);
create index messages_parent_id_chat_id_idx on public.messages (parent_id, chat_id);
create unique index messages_one_root_idx on public.messages (chat_id) where parent_id is null;
create unique index messages_one_streaming_idx on public.messages (chat_id) where status = 'streaming';

comment on table public.messages is
  'A tree per chat: the greeting is the root, an answer''s siblings are its variants. What people '
  'said; kept as long as the chat.';
comment on column public.messages.parent_id is 'The message it follows; empty for the greeting.';
comment on column public.messages.role is 'user (the visitor) or assistant (the character).';
comment on column public.messages.status is
  'streaming; complete; stopped by the visitor; interrupted (the text so far is kept); failed '
  '(there is no text).';
comment on column public.messages.content is 'pii:content What was said, as Markdown. Kept as long as the chat.';
comment on column public.messages.client_message_id is
  'Made by the client once per turn: the same id twice is the same turn.';
comment on column public.messages.stream_id is 'The answer''s stream, to resume or stop it.';
comment on column public.messages.error_code is 'Why it failed or was interrupted, as in the wire''s table.';
comment on column public.messages.stop_requested_at is 'When the visitor asked to stop.';
comment on column public.messages.lease_expires_at is
  'While streaming: when the answer counts as abandoned unless its server reports again.';

-- ---------------------------------------------------------------------------------------------
-- The log of streams
-- ---------------------------------------------------------------------------------------------

create table public.stream_chunks (
  stream_id uuid not null references public.messages (stream_id) on delete cascade,
  first_sequence integer not null,
  last_sequence integer not null,
  events jsonb not null,
  created_at timestamptz not null default now(),
  primary key (stream_id, first_sequence),
  constraint stream_chunks_sequence_check check (first_sequence >= 0 and last_sequence >= first_sequence),
  constraint stream_chunks_events_check check (jsonb_typeof(events) = 'array')
);

comment on table public.stream_chunks is
  'What was sent of each answer, so that any server can resume its stream.';
comment on column public.stream_chunks.events is
  'pii:content [{"sequence", "event"}] in order. Kept as long as the message.';

-- ---------------------------------------------------------------------------------------------
-- Integrity
-- ---------------------------------------------------------------------------------------------

create trigger chats_guard
  before update on public.chats
  for each row
  when (
    new.id <> old.id or new.site_id <> old.site_id
    or new.character_id <> old.character_id or new.visitor_id <> old.visitor_id
  )
  execute function private.refuse_change('whose chat it is');

create trigger messages_guard
  before update on public.messages
  for each row
  when (
    new.id <> old.id or new.chat_id <> old.chat_id or new.visitor_id <> old.visitor_id
    or new.role <> old.role or new.parent_id is distinct from old.parent_id
  )
  execute function private.refuse_change('a message''s place in its chat');

create function private.guard_message_count() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' then
    new.message_count := 0;
    return new;
  end if;
  if pg_trigger_depth() > 1 then
    return new;
  end if;
  raise exception 'message_count is kept by triggers' using errcode = 'restrict_violation';
end
$$;

create trigger chats_begin_message_count
  before insert on public.chats
  for each row
  execute function private.guard_message_count();

create trigger chats_guard_message_count
  before update on public.chats
  for each row
  when (new.message_count <> old.message_count)
  execute function private.guard_message_count();

create function private.count_chats() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' then
    update public.characters set chat_count = chat_count + 1 where id = new.character_id;
  else
    update public.characters set chat_count = chat_count - 1 where id = old.character_id;
  end if;
  return null;
end
$$;

create trigger chats_count
  after insert or delete on public.chats
  for each row
  execute function private.count_chats();

create function private.count_messages() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' then
    update public.chats
    set message_count = chats.message_count + added.count
    from (select chat_id, count(*) as count from changed group by chat_id) as added
    where chats.id = added.chat_id;
  else
    update public.chats
    set message_count = chats.message_count - removed.count
    from (select chat_id, count(*) as count from changed group by chat_id) as removed
    where chats.id = removed.chat_id;
  end if;
  return null;
end
$$;

create trigger messages_count_inserted
  after insert on public.messages
  referencing new table as changed
  for each statement
  execute function private.count_messages();

create trigger messages_count_deleted
  after delete on public.messages
  referencing old table as changed
  for each statement
  execute function private.count_messages();

-- ---------------------------------------------------------------------------------------------
-- Deleting: a message takes its subtree along; the greeting stays as long as its chat
-- ---------------------------------------------------------------------------------------------

create function private.newest_leaf(message_id uuid) returns uuid
language plpgsql stable
set search_path = ''
as $$
declare
  leaf_id uuid := message_id;
  child_id uuid;
begin
  loop
    select child.id into child_id
    from public.messages as child
    where child.parent_id = leaf_id
    order by child.created_at desc, child.id desc
    limit 1;
    exit when not found;
    leaf_id := child_id;
  end loop;
  return leaf_id;
end
$$;

-- Locks the chat first, as a turn does, so that a turn and a deletion in one chat take turns.
create function private.before_message_delete() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  perform from public.chats where id = old.chat_id for no key update;
  if found and old.parent_id is null then
    raise exception 'the greeting stays as long as its chat' using errcode = 'restrict_violation';
  end if;
  return old;
end
$$;

create trigger messages_before_delete
  before delete on public.messages
  for each row
  execute function private.before_message_delete();

-- One statement removes all descendants: row by row, a long chat would exhaust the stack.
create function private.delete_subtrees() returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  descendants uuid[];
  -- Each removed message's parent by its id.
  gone jsonb;
  chat record;
  leaf_id uuid;
  moved uuid[] := '{}';
begin
  if not exists (select from removed join public.chats on chats.id = removed.chat_id) then
    return null; -- The whole chat goes.
  end if;

  with recursive below as (
    select child.id
    from public.messages as child
    join removed on child.parent_id = removed.id
    union
    select child.id
    from public.messages as child
    join below on child.parent_id = below.id
  )
  select array_agg(below.id) into descendants from below;

  select jsonb_object_agg(subtree.id, subtree.parent_id)
  into gone
  from (
    select removed.id, removed.parent_id from removed
    union all
    select messages.id, messages.parent_id from public.messages where id = any (descendants)
  ) as subtree;

  -- A chat that showed a removed branch shows the nearest message above it...
  for chat in
    select chats.id, chats.active_leaf_id
    from public.chats
    where chats.id in (select removed.chat_id from removed) and gone ? chats.active_leaf_id::text
  loop
    leaf_id := chat.active_leaf_id;
    while gone ? leaf_id::text loop
      leaf_id := (gone ->> leaf_id::text)::uuid;
    end loop;
    update public.chats set active_leaf_id = leaf_id where id = chat.id;
    moved := moved || chat.id;
  end loop;

  if descendants is not null then
    delete from public.messages where id = any (descendants);
  end if;

  -- ...and from there the newest branch that is left, such as the other variant of an answer.
  update public.chats
  set active_leaf_id = private.newest_leaf(active_leaf_id)
  where id = any (moved);
  return null;
end
$$;

create trigger messages_delete_subtrees
  after delete on public.messages
  referencing old table as removed
  for each statement
  execute function private.delete_subtrees();

-- ---------------------------------------------------------------------------------------------
-- Who may do what
-- ---------------------------------------------------------------------------------------------

revoke all on all functions in schema private from public, anon, authenticated;

revoke all on public.chats, public.messages, public.stream_chunks
  from public, anon, authenticated, service_role;

grant select, insert, update, delete on public.chats, public.messages, public.stream_chunks
  to service_role;

grant select (
  id, site_id, character_id, title, channel, active_leaf_id, message_count, created_at, updated_at
), update (title, active_leaf_id), delete on public.chats to authenticated;

grant select (
  id, chat_id, parent_id, role, status, content, client_message_id, stream_id, channel,
  finish_reason, error_code, created_at, completed_at
), delete on public.messages to authenticated;

alter table public.chats enable row level security;
alter table public.messages enable row level security;
alter table public.stream_chunks enable row level security;

create policy chats_select_own on public.chats
  for select to authenticated
  using (visitor_id = (select auth.uid()));

create policy chats_update_own on public.chats
  for update to authenticated
  using (visitor_id = (select auth.uid()))
  with check (visitor_id = (select auth.uid()));

create policy chats_delete_own on public.chats
  for delete to authenticated
  using (visitor_id = (select auth.uid()));

create policy messages_select_own on public.messages
  for select to authenticated
  using (visitor_id = (select auth.uid()));

-- Without the greeting: clearing a chat is deleting all one may.
create policy messages_delete_own on public.messages
  for delete to authenticated
  using (visitor_id = (select auth.uid()) and parent_id is not null);

-- The catalogue, and whoever one already talks to.
create policy characters_select_public_or_met on public.characters
  for select to authenticated
  using (
    visibility = 'public'
    or id in (select chats.character_id from public.chats)
  );
