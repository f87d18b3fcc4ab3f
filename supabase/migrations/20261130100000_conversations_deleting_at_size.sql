-- Deleting takes as long as what is deleted, however large the tables are and whatever the connection
-- deleted before.
--
-- Postgres plans a statement over a trigger's transition table for as many rows as the first call
-- brings and keeps that plan: after a chat of 700 messages was cleared, each later deletion on the
-- connection read the whole of messages once per level. So transition tables are only gathered into
-- arrays here; what looks rows up has parameters, is planned anew each time, and goes by an index.

create or replace function private.count_messages() returns trigger
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

-- One statement for the whole way down: a branch may be thousands of messages long.
create or replace function private.newest_leaf(message_id uuid) returns uuid
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

-- One statement removes all descendants: row by row, a long chat would exhaust the stack.
create or replace function private.delete_subtrees() returns trigger
language plpgsql security definer
set search_path = ''
set plan_cache_mode = force_custom_plan
-- Compiling a plan takes longer than the longest chat takes to delete.
set jit = off
as $$
declare
  chat_ids uuid[];
  removed_ids uuid[];
  descendants uuid[];
  -- Each removed message's parent by its id.
  gone jsonb;
  chat record;
  leaf_id uuid;
  moved uuid[] := '{}';
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

  with recursive below as (
    select child.id, child.parent_id
    from unnest(removed_ids) as parent (id)
    -- Lateral with an offset: one look into the index for each message, never a join with the table.
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
  select array_agg(below.id), gone || coalesce(jsonb_object_agg(below.id, below.parent_id), '{}')
  into descendants, gone
  from below;

  -- A chat that showed a removed branch shows the nearest message above it...
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

  if descendants is not null then
    delete from public.messages where messages.id = any (descendants);
  end if;

  -- ...and from there the newest branch that is left, such as the other variant of an answer.
  update public.chats
  set active_leaf_id = private.newest_leaf(chats.active_leaf_id)
  where chats.id = any (moved);
  return null;
end
$$;
