-- What is old can be found.
begin;
select plan(12);

select tests.create_site('site');
select tests.create_site('other-site');
select tests.create_character('site', 'nora');
select tests.create_user('guest', is_anonymous => true);
create function pg_temp.seen() returns timestamptz
language sql return (select p.last_seen_at from public.profiles as p where p.id = tests.id('guest'));
create function pg_temp.last_seen(before interval) returns void
language sql begin atomic
  update public.profiles set last_seen_at = now() - before where id = tests.id('guest');
end;
create temporary table turns (begun jsonb);

-- Visitors
insert into turns select tests.take_turn('guest', 'one');
select is(pg_temp.seen(), now(), 'a visitor is seen with the first turn');
select pg_temp.last_seen('23 hours');
select tests.take_turn('guest', 'two', (select (begun ->> 'chatId')::uuid from turns));
select is(pg_temp.seen(), now() - interval '23 hours', 'and not written down again on the same day');
select pg_temp.last_seen('25 hours');
select tests.begin_turn('guest', 'elsewhere', site_key => 'other-site');
select is(pg_temp.seen(), now() - interval '25 hours', 'nor when another site refuses the turn');
select tests.take_turn('guest', 'three', (select (begun ->> 'chatId')::uuid from turns));
select is(pg_temp.seen(), now(), 'but on the next');
select pg_temp.last_seen('25 hours');
select tests.continue_turn('guest', (begun ->> 'chatId')::uuid, (begun ->> 'messageId')::uuid) from turns;
select is(pg_temp.seen(), now(), 'going on with an answer counts');
select pg_temp.last_seen('25 hours');
select public.begin_avatar_call(tests.id('guest'), true, 'site', 'http://localhost');
select is(pg_temp.seen(), now(), 'a call, too');
select tests.act_as('guest', is_anonymous => true);
select throws_ok('select last_seen_at from public.profiles', '42501', null, 'it is for the operator alone');
reset role;

-- Indexes
select has_index('public', name_of_table, name_of_index, what)
from (
  values
    ('profiles', 'profiles_last_seen_at_idx', 'visitors who have not been here for long'),
    ('chats', 'chats_updated_at_idx', 'chats in which nobody has talked for long'),
    ('messages', 'messages_created_at_idx', 'messages by time'),
    ('stream_chunks', 'stream_chunks_created_at_idx', 'logs of what is long over'),
    ('usage_events', 'usage_events_site_id_occurred_at_idx', 'what a site used in a time')
) as indexes (name_of_table, name_of_index, what);

select * from finish();
rollback;
