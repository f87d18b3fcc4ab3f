begin;
select plan(34);

select tests.create_site('site');
select tests.create_site('other-site');
select tests.create_character('site', 'eva');
select tests.create_character('site', 'draft', 'private');
select tests.create_user('guest', is_anonymous => true);
select tests.create_user('other', is_anonymous => true);

-- chat: greeting ─ said in one ─ answer ─ said in two ─ answer
create temporary table turns (name text primary key, begun jsonb);
grant select on turns to public;
insert into turns select 'one', tests.take_turn('guest', 'one');
insert into turns
select 'two', tests.take_turn('guest', 'two', (begun ->> 'chatId')::uuid) from turns where name = 'one';
insert into turns select 'elsewhere', tests.take_turn('other', 'elsewhere');

create function pg_temp.part(turn text, key text) returns uuid
language sql return (select (begun ->> key)::uuid from turns where name = turn);
grant execute on function pg_temp.part to public;

select is(message_count, 5, 'messages are counted') from public.chats where id = pg_temp.part('one', 'chatId');
set constraints public.chats_count immediate;
select is(chat_count, 2, 'chats are counted') from public.characters where slug = 'eva';

-- An operator cannot break a conversation
select throws_ok($$update public.chats set message_count = 0$$, '23001', null, 'the number of messages cannot be written');
select throws_ok(
  $$update public.chats set visitor_id = tests.id('other') where visitor_id = tests.id('guest')$$,
  '23001', null, 'a chat cannot be handed over'
);
select throws_ok(
  $$update public.messages set parent_id = null where id = pg_temp.part('two', 'messageId')$$,
  '23001', null, 'a message cannot be moved in its tree'
);
select throws_ok(
  $$update public.messages set role = 'user' where id = pg_temp.part('two', 'messageId')$$,
  '23001', null, 'a message cannot change its speaker'
);
select throws_ok(
  $$update public.messages set status = 'streaming' where id = pg_temp.part('two', 'messageId')$$,
  '23514', null, 'a message cannot stream without a lease'
);
select throws_ok(
  $$update public.messages set status = 'failed' where id = pg_temp.part('two', 'messageId')$$,
  '23514', null, 'a message with text has not failed'
);
select throws_ok(
  $$update public.messages set status = 'interrupted', content = '' where id = pg_temp.part('two', 'messageId')$$,
  '23514', null, 'a message without text is not interrupted but failed'
);
select throws_ok(
  $$update public.chats set character_id = gen_random_uuid() where visitor_id = tests.id('guest')$$,
  '23001', null, 'a chat keeps its character'
);
select throws_ok(
  $$insert into public.chats (site_id, character_id, visitor_id, active_leaf_id)
    values (tests.id('other-site'), tests.id('eva'), tests.id('guest'), gen_random_uuid())$$,
  '23503', null, 'a chat''s character is of its site'
);
select throws_ok(
  $$insert into public.messages (chat_id, visitor_id, role, content, completed_at)
    select id, visitor_id, 'assistant', 'Another greeting', now() from public.chats where visitor_id = tests.id('guest')$$,
  '23505', null, 'a chat has one greeting'
);
select throws_ok(
  $$insert into public.messages (chat_id, visitor_id, parent_id, role, content, client_message_id, completed_at)
    values (pg_temp.part('one', 'chatId'), tests.id('other'), pg_temp.part('one', 'messageId'), 'user', 'Psst',
            gen_random_uuid(), now())$$,
  '23503', null, 'a message belongs to its chat''s visitor'
);
select throws_ok(
  $$insert into public.messages (chat_id, visitor_id, parent_id, role, content, client_message_id, completed_at)
    values (pg_temp.part('one', 'chatId'), tests.id('guest'), pg_temp.part('elsewhere', 'messageId'), 'user', 'Psst',
            gen_random_uuid(), now());
    set constraints all immediate$$,
  '23503', null, 'a message''s parent is in the same chat'
);
select throws_ok(
  $$update public.chats set active_leaf_id = pg_temp.part('elsewhere', 'messageId') where visitor_id = tests.id('guest');
    set constraints all immediate$$,
  '23503', null, 'a chat''s active leaf is one of its own messages'
);
select throws_ok(
  $$delete from public.messages where parent_id is null$$, '23001', null, 'the greeting cannot be deleted'
);

-- The visitor
select tests.act_as('guest', is_anonymous => true);
select results_eq(
  $$select count(*)::integer from public.messages$$, array[5], 'a visitor sees the own messages only'
);
select throws_ok($$select model from public.messages$$, '42501', null, 'what an answer cost is not for visitors');
select throws_ok(
  $$update public.messages set content = 'Never said'$$, '42501', null, 'nobody rewrites what was said'
);
select throws_ok($$select events from public.stream_chunks$$, '42501', null, 'the streams'' log is the server''s');
select lives_ok($$update public.chats set title = 'About rain'$$, 'a visitor names a chat');
select throws_ok($$update public.chats set channel = 'voice'$$, '42501', null, 'a visitor changes nothing else');

-- Variants: one ─ answer, and another answer beside it
reset role;
insert into turns
select 'variant', tests.begin_turn(
  'guest', 'variant', null, chat_id => pg_temp.part('one', 'chatId'),
  regenerate_message_id => pg_temp.part('one', 'messageId')
);
select public.finish_turn(pg_temp.part('variant', 'streamId'), 'complete', 'Or so', '[]');
select is(
  (select parent_id from public.messages where id = pg_temp.part('variant', 'messageId')),
  pg_temp.part('one', 'userMessageId'), 'a variant is a sibling of the answer'
);
select is(active_leaf_id, pg_temp.part('variant', 'messageId'), 'the variant is shown')
from public.chats where visitor_id = tests.id('guest');

select tests.act_as('guest', is_anonymous => true);
delete from public.messages where id = pg_temp.part('variant', 'messageId');
select is(active_leaf_id, pg_temp.part('two', 'messageId'), 'the other branch is shown to its end when a variant is deleted')
from public.chats;

delete from public.messages where id = pg_temp.part('one', 'messageId');
select results_eq(
  $$select role from public.messages order by role$$, array['assistant', 'user'],
  'deleting a message removes its subtree'
);
select is(active_leaf_id, pg_temp.part('one', 'userMessageId'), 'the nearest message above is shown') from public.chats;
select is(message_count, 2, 'deleted messages are uncounted') from public.chats;

delete from public.messages where chat_id = pg_temp.part('one', 'chatId');
select results_eq(
  $$select content from public.messages$$, array['Hello from eva'], 'clearing a chat keeps the greeting'
);
select lives_ok('set constraints all immediate', 'nothing points at what was deleted');
set constraints all deferred;
select is(message_count, 1, 'a cleared chat counts its greeting') from public.chats;

delete from public.chats;
select is_empty($$select id from public.messages$$, 'a chat''s messages go with it');

reset role;
set constraints public.chats_count immediate;
select is(chat_count, 1, 'a deleted chat is uncounted') from public.characters where slug = 'eva';

-- A long chat, deleted from its second message on
insert into turns select 'long', tests.take_turn('guest', 'long');
insert into public.messages (id, chat_id, visitor_id, parent_id, role, content, client_message_id, completed_at)
select
  tests.id('deep ' || step), pg_temp.part('long', 'chatId'), tests.id('guest'),
  case when step = 1 then pg_temp.part('long', 'messageId') else tests.id('deep ' || step - 1) end,
  'user', 'Step', gen_random_uuid(), now()
from generate_series(1, 3000) as step;
update public.chats set active_leaf_id = tests.id('deep 3000') where id = pg_temp.part('long', 'chatId');
delete from public.messages where id = tests.id('deep 1');
set constraints all immediate;
select is(message_count, 3, 'a branch of thousands is deleted at once')
from public.chats where id = pg_temp.part('long', 'chatId');

select * from finish();
rollback;
