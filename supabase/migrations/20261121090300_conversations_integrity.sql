-- Conversations stay whole, whoever writes: a visitor, a function, or an operator in Studio.

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

create function private.await_own_turn() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  if auth.uid() is not null then
    perform private.await_visitor(auth.uid());
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

revoke all on all functions in schema private from public, anon, authenticated;

grant execute on function private.await_visitor to service_role;
