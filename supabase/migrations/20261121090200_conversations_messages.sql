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
-- Who may do what
-- ---------------------------------------------------------------------------------------------

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
