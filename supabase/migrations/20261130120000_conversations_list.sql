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

revoke all on function public.list_chats from public, anon, authenticated, service_role;

grant execute on function public.list_chats to authenticated, service_role;
