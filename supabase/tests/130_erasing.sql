-- Anybody can be erased, and nobody else's conversations go along.
begin;
select plan(40);

select tests.create_site('site');
select tests.create_site('other-site');
select tests.create_site('empty-site');
select tests.create_character('site', 'nora');
select tests.create_character('site', 'unmet');
select tests.create_character('empty-site', 'alone');
select tests.create_user('creator');
select tests.create_user('heir');
select tests.create_user('liker');
select tests.create_user('guest', is_anonymous => true);
insert into auth.users (id, is_anonymous) select tests.id('person ' || n), true from generate_series(1, 50) as n;

create temporary table turns (name text primary key, begun jsonb);
create function pg_temp.part(turn text, key text) returns uuid
language sql return (select (begun ->> key)::uuid from turns where name = turn);
create function pg_temp.message_of(statement text) returns text
language plpgsql as $$
begin
  execute statement;
  return 'done';
exception when restrict_violation then
  return sqlerrm;
end
$$;

-- An operator deletes a character or a site
insert into turns select 'one', tests.take_turn('guest', 'one', character_slug => 'nora');
insert into turns select 'two', tests.take_turn('guest', 'two', (select (begun ->> 'chatId')::uuid from turns));
select is(
  pg_temp.message_of($$delete from public.characters where slug = 'nora'$$),
  'The character nora has conversations, which would be lost: set its archived_at instead of deleting it',
  'a character with conversations is not deleted, and the refusal says what to do'
);
select is(
  pg_temp.message_of($$delete from public.sites where site_key = 'site'$$),
  'The site site has visitors, whose conversations would be lost: empty its allowed_origins instead of deleting it, and no page can use it',
  'nor is a site'
);
select is(message_count, 5, 'nothing of what was said is gone') from public.chats where id = pg_temp.part('one', 'chatId');
select is(
  pg_temp.message_of($$delete from public.characters where slug = 'unmet'$$), 'done',
  'a character to whom nobody has talked is deleted'
);
select is(
  pg_temp.message_of($$delete from public.sites where site_key = 'empty-site'$$), 'done',
  'and a site without visitors, with its characters'
);
insert into public.profiles (id, site_id) values (tests.id('heir'), tests.id('other-site'));
select tests.take_turn('heir', 'elsewhere', is_anonymous => false, character_slug => 'nora');
select throws_ok(
  $$delete from public.sites where site_key = 'other-site'$$, '23001', null,
  'a site does not take along what its visitors said on another one'
);
create function pg_temp.without_triggers(statement text) returns void
language plpgsql as $$
begin
  set local session_replication_role = replica;
  execute statement;
  set local session_replication_role = origin;
end
$$;
alter table public.characters disable trigger characters_keep_with_chats;
select throws_ok($$delete from public.characters where slug = 'nora'$$, '23503', null, 'the constraints would refuse as well');
alter table public.characters enable trigger characters_keep_with_chats;
select is(
  (select string_agg(confdeltype::text, '' order by conname) from pg_constraint
   where conname in ('chats_site_id_fkey', 'chats_character_id_fkey', 'profiles_site_id_fkey')),
  'rrr', 'all of them'
);

-- Archiving
update public.characters set archived_at = now() where slug = 'nora';
select is(
  public.open_session('site', 'http://localhost', 'nora') ->> 'outcome', 'character_not_found', 'an archived character opens no session'
);
select is(
  public.open_session('site', 'http://localhost') ->> 'outcome', 'character_not_found', 'and is no site''s own'
);
select tests.create_character('site', 'eva');
select is(
  jsonb_path_query_array(public.open_session('site', 'http://localhost'), '$.characters[*].slug'), '["eva"]', 'it is in no list'
);
select is(
  tests.begin_turn('guest', 'anew', character_slug => 'nora') ->> 'outcome', 'character_not_found', 'it begins no chat'
);
insert into turns select 'three', tests.take_turn('guest', 'three', pg_temp.part('one', 'chatId'));
select is(
  (select begun #>> '{character,name}' from turns where name = 'three'), 'Nora', 'a chat that was begun goes on with it'
);
select is(
  public.begin_avatar_call(tests.id('guest'), true, 'site', 'http://localhost', character_slug => 'nora') ->> 'outcome',
  'character_not_found', 'nor does it show its face to anybody new'
);
select is(
  public.begin_avatar_call(tests.id('guest'), true, 'site', 'http://localhost', chat_id => pg_temp.part('one', 'chatId')) ->> 'outcome',
  'no_avatar', 'but to whom it talks, if it has one'
);

-- Counters that drifted
insert into public.character_likes (character_id, user_id) values (tests.id('eva'), tests.id('liker'));
select tests.take_turn('liker', 'liked', is_anonymous => false, character_slug => 'eva');
set constraints public.chats_count immediate;
select pg_temp.without_triggers('update public.characters set chat_count = 2147483647, like_count = 2147483647');
select pg_temp.without_triggers('update public.chats set message_count = 2147483647');
insert into public.character_likes (character_id, user_id) values (tests.id('eva'), tests.id('heir'));
select lives_ok(
  $$select tests.take_turn('guest', 'too many', pg_temp.part('one', 'chatId')), tests.take_turn('heir', 'met', is_anonymous => false, character_slug => 'eva')$$,
  'no counter that is too high keeps anybody from talking'
);
select lives_ok('set constraints public.chats_count immediate', 'or beginning to');
delete from public.character_likes where user_id = tests.id('heir');
select pg_temp.without_triggers('update public.characters set chat_count = 0, like_count = 0');
select pg_temp.without_triggers('update public.chats set message_count = 0');
select lives_ok(
  format('delete from public.messages where id = %L', pg_temp.part('three', 'userMessageId')),
  'a message is deleted though its chat''s counter is too low'
);
select is(message_count, 0, 'which stays at nothing') from public.chats where id = pg_temp.part('one', 'chatId');
select lives_ok(
  format('delete from auth.users where id = %L', tests.id('liker')), 'a visitor is erased though every counter is too low'
);
select lives_ok('set constraints all immediate', 'to the end of the transaction');
set constraints all deferred;
select results_eq(
  $$select like_count, chat_count from public.characters where slug = 'eva'$$, 'values (0, 0)', 'and none falls below nothing'
);
select is_empty($$select id from public.chats where visitor_id = tests.id('liker')$$, 'nothing of the visitor is left');

-- A creator with three characters, own chats with them, and 50 other people's
select tests.create_character('site', 'made-' || n) from generate_series(1, 3) as n;
update public.characters set owner_id = tests.id('creator') where slug like 'made-%';
insert into public.character_likes (character_id, user_id) values (tests.id('made-1'), tests.id('creator'));
insert into turns
select 'own ' || n, tests.take_turn('creator', 'own ' || n, is_anonymous => false, character_slug => 'made-' || n)
from generate_series(1, 3) as n;
insert into turns
select 'person ' || n, tests.take_turn('person ' || n, 'of person ' || n, character_slug => 'made-' || 1 + n % 3)
from generate_series(1, 50) as n;
set constraints all immediate;
set constraints all deferred;
update public.characters set owner_id = null where slug = 'made-3';
select results_eq(
  $$select visibility, archived_at from public.characters where slug = 'made-3'$$, $$values ('public', null::timestamptz)$$,
  'a character that is handed over to its site serves on'
);
update public.characters set owner_id = tests.id('creator') where slug = 'made-3';
select lives_ok(format('delete from auth.users where id = %L', tests.id('creator')), 'its creator is erased');
select lives_ok('set constraints all immediate', 'without a refusal at the end');
set constraints all deferred;
select is_empty($$select id from public.profiles where id = tests.id('creator')$$, 'the creator is gone');
select is_empty($$select id from public.chats where visitor_id = tests.id('creator')$$, 'with the own chats');
select is_empty($$select character_id from public.character_likes$$, 'and likes');
select is((select count(*) from public.characters where owner_id is not null), 0::bigint, 'no character leads back');
select results_eq(
  $$select slug, visibility, archived_at is not null from public.characters where slug like 'made-%' order by slug$$,
  $$values ('made-1', 'private', true), ('made-2', 'private', true), ('made-3', 'private', true)$$,
  'the characters are archived and private'
);
select is(
  (select sum(chat_count) from public.characters where slug like 'made-%'), 50::bigint, 'the others'' chats stand, and are counted'
);
select is(
  (select count(*) from turns as t join public.messages as m on m.chat_id = (t.begun ->> 'chatId')::uuid where t.name like 'person %'),
  150::bigint, 'with all that was said'
);
select is(
  (
    select count(*) from generate_series(1, 50) as n
    where tests.begin_turn('person ' || n, 'more of person ' || n, chat_id => pg_temp.part('person ' || n, 'chatId')) ->> 'outcome' = 'started'
  ),
  50::bigint, 'and can go on'
);
select is(
  tests.begin_turn('guest', 'too late', character_slug => 'made-1') ->> 'outcome', 'character_not_found', 'while nobody new begins one'
);

-- Whoever is left
select lives_ok(
  $$delete from auth.users where id in (select id from public.profiles)$$, 'everybody is erased at once'
);
select lives_ok('set constraints all immediate', 'to the end');
select is_empty($$select id from public.messages$$, 'and nothing is left of what was said');
select is(
  pg_temp.message_of($$delete from public.sites$$), 'done', 'whereupon sites and characters may be deleted'
);
select is_empty($$select id from public.characters$$, 'all of them');

select * from finish();
rollback;
