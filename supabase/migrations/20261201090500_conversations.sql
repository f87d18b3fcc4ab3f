-- Conversations: chats, and their messages as a tree, which stays whole, whoever writes: a visitor, a
-- function, or an operator in Studio.

-- ---------------------------------------------------------------------------------------------
-- Chats
-- ---------------------------------------------------------------------------------------------

-- What a chat, and each of its messages, came over.
create domain public.channel as text
  constraint channel_check check (value in ('text', 'avatar', 'voice', 'phone', 'api'));

create table public.chats (
  id uuid primary key default private.uuid_v7(),
  site_id uuid not null references public.sites (id) on delete restrict,
  character_id uuid not null,
  visitor_id uuid not null references public.profiles (id) on delete cascade,
  title text,
  channel public.channel not null default 'text',
  active_leaf_id uuid not null,
  message_count integer not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  model text,
  max_tokens public.max_tokens,
  temperature public.temperature,
  top_p public.top_p,
  top_k public.top_k,
  frequency_penalty public.frequency_penalty,
  -- Lets a message prove that it belongs to its chat's visitor.
  constraint chats_id_visitor_id_key unique (id, visitor_id),
  constraint chats_character_id_fkey
    foreign key (character_id, site_id) references public.characters (id, site_id) on delete restrict,
  constraint chats_title_check check (char_length(title) between 1 and 200),
  constraint chats_message_count_check check (message_count >= 0),
  constraint chats_model_check check (private.is_model_selection(model))
);

create index chats_visitor_id_updated_at_idx on public.chats (visitor_id, updated_at desc);
create index chats_character_id_site_id_idx on public.chats (character_id, site_id);
create index chats_site_id_idx on public.chats (site_id);
create index chats_active_leaf_id_id_idx on public.chats (active_leaf_id, id);
create index chats_updated_at_idx on public.chats (updated_at);

comment on table public.chats is
  'A visitor''s conversation with a character, over whichever channels. Kept until the visitor deletes '
  'it or is erased.';
comment on column public.chats.title is 'pii:content The visitor''s own name for it. Kept as long as the chat.';
comment on column public.chats.channel is 'Where it began: text, avatar, voice, phone or api.';
comment on column public.chats.active_leaf_id is
  'The last message of the branch that is shown; the shown branch is the way from it to the root.';
comment on column public.chats.message_count is 'Kept by triggers; writing it is refused.';
comment on column public.chats.updated_at is 'When the last turn began.';
comment on column public.chats.model is
  'The visitor''s choice, as for a site; empty for the character''s. Only counts where the site lets '
  'visitors choose.';
comment on column public.chats.max_tokens is
  'Longest answer in tokens, 256 to 4096, but no more than the site''s; empty for the character''s.';
comment on column public.chats.temperature is
  '0 to 2; higher is more surprising; empty for the character''s.';
comment on column public.chats.top_p is
  '0 to 1; the share of likely words to choose from; empty for the character''s.';
comment on column public.chats.top_k is
  '0 to 100 likeliest words to choose from; 0 is no limit; empty for the character''s.';
comment on column public.chats.frequency_penalty is
  '0 to 2; higher repeats less; empty for the character''s.';

-- ---------------------------------------------------------------------------------------------
-- Messages
-- ---------------------------------------------------------------------------------------------

create table public.messages (
  id uuid primary key default private.uuid_v7(),
  chat_id uuid not null,
  visitor_id uuid not null,
  parent_id uuid,
  role text not null,
  status text not null default 'complete',
  content text not null default '',
  client_message_id uuid,
  stream_id uuid,
  channel public.channel not null default 'text',
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
  heard_characters integer,
  last_sequence integer,
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
  constraint messages_finish_reason_check
    check (finish_reason in ('stop', 'length', 'content_filter', 'stopped')),
  constraint messages_tokens_check check (input_tokens >= 0 and output_tokens >= 0),
  constraint messages_heard_characters_check check (heard_characters >= 0),
  constraint messages_heard_is_answer check (heard_characters is null or stream_id is not null),
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
-- A few pages for any number of messages, which come in the order of time. A tree would cost each
-- insert something and lead the search for a branch's newest message astray.
create index messages_created_at_idx on public.messages using brin (created_at);

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
comment on column public.messages.input_tokens is
  'Of all streams of the answer together, as far as their providers told.';
comment on column public.messages.output_tokens is
  'Of all streams of the answer together, as far as their providers told.';
comment on column public.messages.error_code is 'Why it failed or was interrupted, as in the wire''s table.';
comment on column public.messages.stop_requested_at is 'When the visitor asked to stop.';
comment on column public.messages.lease_expires_at is
  'While streaming: when the answer counts as abandoned unless its server reports again. Moved on '
  'when little of it is left, not with each report: the row is a wide one.';
comment on column public.messages.heard_characters is
  'How many characters of the answer a voice had said when the visitor cut it, as the visitor''s '
  'browser tells, and no more than there are; null: heard to the end, or never spoken.';
comment on column public.messages.last_sequence is
  'The number of the last event of the answer''s stream, once it is over; a reader who comes back '
  'after the log is gone is told the rest from there.';

-- ---------------------------------------------------------------------------------------------
-- Who may do what
-- ---------------------------------------------------------------------------------------------

revoke all on public.chats, public.messages from public, anon, authenticated, service_role;

grant select, insert, update, delete on public.chats, public.messages to service_role;

grant select (
  id, site_id, character_id, title, channel, active_leaf_id, message_count, created_at, updated_at,
  model, max_tokens, temperature, top_p, top_k, frequency_penalty
), update (
  title, active_leaf_id, model, max_tokens, temperature, top_p, top_k, frequency_penalty
), delete on public.chats to authenticated;

grant select (
  id, chat_id, parent_id, role, status, content, client_message_id, stream_id, channel,
  finish_reason, error_code, created_at, completed_at, heard_characters
), delete on public.messages to authenticated;

alter table public.chats enable row level security;
alter table public.messages enable row level security;

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

-- Registered users belong to no site: they see the catalogue, what they have made and whom they met. A
-- visitor belongs to a site from the first turn on, and sees its characters, too. Two customers' sites in
-- one project know nothing of each other.
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

-- ---------------------------------------------------------------------------------------------
-- Counters
-- ---------------------------------------------------------------------------------------------

-- A counter may be wrong, after a restore with triggers off. It is a figure to look at; nothing ever
-- fails for it.

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
    update public.characters set chat_count = least(chat_count, 2147483646) + 1 where id = new.character_id;
  else
    update public.characters set chat_count = greatest(chat_count - 1, 0) where id = old.character_id;
  end if;
  return null;
end
$$;

-- A character's chats are counted when the transaction ends. Its row is where all its new visitors
-- meet: locked in the middle of a turn, it lets them through one after another, each only once the
-- one before has come back to commit.
create constraint trigger chats_count
  after insert or delete on public.chats
  deferrable initially deferred
  for each row
  execute function private.count_chats();

create function private.count_messages() returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  of_chat record;
begin
  for of_chat in
    select changed.chat_id, count(*)::integer as messages
    from changed
    group by changed.chat_id
    order by changed.chat_id
  loop
    -- Never out of its limits: a counter that is wrong refuses nothing.
    update public.chats
    set message_count = case tg_op
      when 'INSERT' then least(chats.message_count, 2147483647 - of_chat.messages) + of_chat.messages
      else greatest(chats.message_count - of_chat.messages, 0)
    end
    where chats.id = of_chat.chat_id;
  end loop;
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
-- One after another: what a visitor does in several windows at once
-- ---------------------------------------------------------------------------------------------

-- Turns, deletions and moves from branch to branch lock a chat and its messages in different
-- orders; whoever waits here first cannot meet another one halfway. Ends with the transaction.
create function private.await_visitor(visitor_id uuid) returns void
language plpgsql
set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(visitor_id::text, 0));
end
$$;

-- A message that goes with its chat empties two columns of its row in usage_events, which locks the
-- visitor. So whoever deletes has locked the visitor before: in the order in which erasing comes to them.
create function private.await_own_turn() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  if auth.uid() is not null then
    perform private.await_visitor(auth.uid());
    perform from public.profiles as p where p.id = auth.uid() for key share;
  end if;
  return null;
end
$$;

create trigger chats_await_turn
  before update or delete on public.chats
  for each statement
  execute function private.await_own_turn();

create trigger messages_await_turn
  before delete on public.messages
  for each statement
  execute function private.await_own_turn();

-- ---------------------------------------------------------------------------------------------
-- Deleting: a message takes its subtree along; the greeting stays as long as its chat
-- ---------------------------------------------------------------------------------------------

-- Deleting takes as long as what is deleted, however large the tables are and whatever the connection
-- deleted before.
--
-- Postgres plans a statement over a trigger's transition table for as many rows as the first call
-- brings and keeps that plan: after a chat of 700 messages was cleared, each later deletion on the
-- connection would read the whole of messages once per level. So transition tables are only gathered
-- into arrays here; what looks rows up has parameters, is planned anew each time, and goes by an index.

create function private.guard_greeting() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  if exists (select from public.chats where id = old.chat_id) then
    raise exception 'the greeting stays as long as its chat' using errcode = 'restrict_violation';
  end if;
  return old;
end
$$;

create trigger messages_guard_greeting
  before delete on public.messages
  for each row
  when (old.parent_id is null)
  execute function private.guard_greeting();

-- One statement for the whole way down: a branch may be thousands of messages long.
create function private.newest_leaf(message_id uuid) returns uuid
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    with recursive way as (
      select newest_leaf.message_id as id, 0 as depth
      union all
      select child.id, way.depth + 1
      from way
      cross join lateral (
        select m.id
        from public.messages as m
        where m.parent_id = way.id
        order by m.created_at desc, m.id desc
        limit 1
      ) as child
    )
    select way.id from way order by way.depth desc limit 1
  );
end
$$;

-- All messages below those that are gone, and each message's parent by its id, of those that are gone
-- as well.
create function private.descendants_of(
  removed_ids uuid[], removed_parents jsonb, out ids uuid[], out parents jsonb
)
language plpgsql
set search_path = ''
as $$
begin
  with recursive below as (
    select child.id, child.parent_id
    from unnest(removed_ids) as parent (id)
    -- Offset: one look into the index for each message, never a join with the table.
    cross join lateral (
      select m.id, m.parent_id from public.messages as m where m.parent_id = parent.id offset 0
    ) as child
    union
    select child.id, child.parent_id
    from below
    cross join lateral (
      select m.id, m.parent_id from public.messages as m where m.parent_id = below.id offset 0
    ) as child
  )
  select array_agg(below.id), removed_parents || coalesce(jsonb_object_agg(below.id, below.parent_id), '{}')
  into ids, parents
  from below;
end
$$;

-- A chat that showed a removed branch shows the nearest message above it; returns these chats.
create function private.move_leaves(chat_ids uuid[], gone jsonb) returns uuid[]
language plpgsql
set search_path = ''
as $$
declare
  chat record;
  leaf_id uuid;
  moved uuid[] := '{}';
begin
  for chat in
    select chats.id, chats.active_leaf_id
    from public.chats
    where chats.id = any (chat_ids) and gone ? chats.active_leaf_id::text
  loop
    leaf_id := chat.active_leaf_id;
    while gone ? leaf_id::text loop
      leaf_id := (gone ->> leaf_id::text)::uuid;
    end loop;
    update public.chats set active_leaf_id = leaf_id where chats.id = chat.id;
    moved := moved || chat.id;
  end loop;
  return moved;
end
$$;

-- One statement removes all descendants: row by row, a long chat would exhaust the stack.
create function private.delete_subtrees() returns trigger
language plpgsql security definer
set search_path = ''
set plan_cache_mode = force_custom_plan
-- Compiling a plan takes longer than the longest chat takes to delete.
set jit = off
as $$
declare
  chat_ids uuid[];
  removed_ids uuid[];
  gone jsonb;
  below record;
  moved uuid[];
begin
  if pg_trigger_depth() > 1 then
    return null; -- The whole chat goes, or this very function removes the descendants.
  end if;
  select
    array_agg(distinct removed.chat_id), array_agg(removed.id),
    jsonb_object_agg(removed.id, removed.parent_id)
  into chat_ids, removed_ids, gone
  from removed;
  if removed_ids is null then
    return null;
  end if;

  below := private.descendants_of(removed_ids, gone);
  moved := private.move_leaves(chat_ids, below.parents);
  if below.ids is not null then
    delete from public.messages where messages.id = any (below.ids);
  end if;
  -- From there the newest branch is shown that is left, such as the other variant of an answer.
  update public.chats
  set active_leaf_id = private.newest_leaf(chats.active_leaf_id)
  where chats.id = any (moved);
  return null;
end
$$;

create trigger messages_delete_subtrees
  after delete on public.messages
  referencing old table as removed
  for each statement
  execute function private.delete_subtrees();

-- ---------------------------------------------------------------------------------------------
-- The list of conversations
-- ---------------------------------------------------------------------------------------------

-- What a visitor finds behind "Conversations".
create function public.list_chats(
  site_id uuid,
  character_id uuid,
  before_time timestamptz default null,
  before_id uuid default null
) returns table (id uuid, title text, opening text, updated_at timestamptz)
language sql stable
set search_path = ''
begin atomic
  select c.id, c.title, first.opening, c.updated_at
  from public.chats as c
  cross join lateral (
    select left(m.content, 200) as opening
    from public.messages as m
    where m.chat_id = c.id and m.role = 'user'
    order by m.created_at, m.id
    limit 1
  ) as first
  where
    -- The rows are the visitor's own already: a policy sees to that.
    c.site_id = list_chats.site_id
    and c.character_id = list_chats.character_id
    and (before_time is null or (c.updated_at, c.id) < (before_time, before_id))
  order by c.updated_at desc, c.id desc
  limit 50;
end;

comment on function public.list_chats is
  'A visitor''s conversations with a character in which something was said, the latest first, fifty at '
  'once: those that come after `before_time` and `before_id`, the last ones of the page before. '
  '`opening` is how the visitor''s first message begins.';

-- ---------------------------------------------------------------------------------------------
-- Who may call what
-- ---------------------------------------------------------------------------------------------

revoke all on function
  private.guard_message_count,
  private.count_chats,
  private.count_messages,
  private.await_visitor,
  private.await_own_turn,
  private.guard_greeting,
  private.newest_leaf,
  private.descendants_of,
  private.move_leaves,
  private.delete_subtrees
from public, anon, authenticated;

grant execute on function private.await_visitor to service_role;

revoke all on function public.list_chats from public, anon, authenticated, service_role;

grant execute on function public.list_chats to authenticated, service_role;
