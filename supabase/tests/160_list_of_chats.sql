-- A visitor's list of conversations.
begin;
select plan(10);

select tests.create_site('site');
select tests.create_site('other-site');
select tests.create_character('site', 'nora');
select tests.create_character('site', 'viktor');
select tests.create_user('guest', is_anonymous => true);
select tests.create_user('other guest', is_anonymous => true);

create temporary table chats (name text primary key, id uuid not null);
grant select on chats to authenticated;

-- A chat that was begun so many minutes ago, with what was said first and afterwards.
create function pg_temp.talk(visitor text, name text, character_slug text, minutes_ago integer, first text)
returns void
language plpgsql
as $$
declare
  begun constant jsonb := tests.begin_turn(
    visitor, name, first, character_slug => character_slug
  );
begin
  insert into chats values (name, (begun ->> 'chatId')::uuid);
  perform public.finish_turn((begun ->> 'streamId')::uuid, 'complete', 'An answer', '[]', 'stop');
  update public.chats set updated_at = now() - make_interval(mins => minutes_ago)
  where id = (begun ->> 'chatId')::uuid;
end
$$;

-- What the guest, or somebody else, finds in it, as names, the first line first.
create function pg_temp.listed(
  visitor text, character_slug text default 'nora', site_key text default 'site', after_chat text default null
) returns text[]
language plpgsql
as $$
declare
  last_id constant uuid := (select c.id from chats as c where c.name = after_chat);
  last_time constant timestamptz := (select c.updated_at from public.chats as c where c.id = last_id);
  names text[];
begin
  perform tests.act_as(visitor, is_anonymous => true);
  names := array(
    select c.name
    from public.list_chats(tests.id(site_key), tests.id(character_slug), last_time, last_id)
      with ordinality as l (id, title, opening, updated_at, position)
    join chats as c on c.id = l.id
    order by l.position
  );
  perform set_config('role', 'none', true);
  return names;
end
$$;

select pg_temp.talk('guest', 'of last week', 'nora', 10000, 'About' || repeat(' sleep', 100));
select pg_temp.talk('guest', 'of today', 'nora', 5, 'Good morning');
select pg_temp.talk('guest', 'of yesterday', 'nora', 1500, 'Good night');
select pg_temp.talk('guest', 'with another', 'viktor', 1, 'Hi');
select pg_temp.talk('other guest', 'of somebody else', 'nora', 1, 'A secret');

select is(
  pg_temp.listed('guest'), '{of today,of yesterday,of last week}',
  'a visitor''s conversations with a character, the latest first'
);
select is(pg_temp.listed('guest', 'viktor'), '{with another}', 'another character has a list of its own');
select is(pg_temp.listed('other guest'), '{of somebody else}', 'and so has another visitor');
select is(pg_temp.listed('guest', 'nora', 'other-site'), '{}', 'another site shows none of them');
select is(
  pg_temp.listed('guest', after_chat => 'of today'), '{of yesterday,of last week}',
  'the list goes on behind any of them'
);

update public.chats set updated_at = now() where visitor_id = tests.id('guest');
select is(
  (
    select array_agg(name order by name)
    from unnest(
      (pg_temp.listed('guest'))[1:1]
      || pg_temp.listed('guest', after_chat => (pg_temp.listed('guest'))[1])
    ) as name
  ),
  '{of last week,of today,of yesterday}',
  'and leaves none out that were of the same moment'
);

select tests.act_as('guest', is_anonymous => true);
select is(
  (select l.opening from public.list_chats(tests.id('site'), tests.id('nora')) as l join chats as c on c.id = l.id where c.name = 'of last week'),
  left('About' || repeat(' sleep', 100), 200),
  'each tells how it began'
);
update public.chats set title = 'Sleep' where id = (select id from chats where name = 'of last week');
select is(
  (select l.title from public.list_chats(tests.id('site'), tests.id('nora')) as l join chats as c on c.id = l.id where c.name = 'of last week'),
  'Sleep', 'and has the name that the visitor gave it'
);
delete from public.messages where chat_id = (select id from chats where name = 'of today') and parent_id is not null;
reset role;
select is(
  array(select unnest(pg_temp.listed('guest')) order by 1), '{of last week,of yesterday}',
  'one in which nothing is left has nothing to be opened for'
);
select tests.act_as('guest', is_anonymous => true);
delete from public.chats where id = (select id from chats where name = 'of yesterday');
reset role;
select is(pg_temp.listed('guest'), '{of last week}', 'one that was deleted is gone');

select * from finish();
rollback;
