-- Calls: one of a kind at a time, alive as long as somebody is there.
begin;
select plan(53);

select tests.create_site('site');
select tests.create_site('other-site');
select tests.create_character('site', 'nora');
select tests.create_character('site', 'eva', language => 'ru');
select tests.create_character('site', 'drawn');
select tests.create_character('site', 'draft', 'private');
select tests.create_character('other-site', 'stranger');
select tests.create_user('guest', is_anonymous => true);
select tests.create_user('other', is_anonymous => true);
select tests.create_user('elsewhere', is_anonymous => true);
select tests.create_user('registered');
update public.characters
set anam_avatar_id = tests.id(slug || ' face'), anam_voice_id = tests.id(slug || ' voice'), position = 0
where slug <> 'drawn';
update public.characters set position = 1 where slug = 'drawn';

-- Settings
select throws_ok(
  'update public.sites set avatar_call_seconds = ' || seconds, '23514', null,
  'a call may not last ' || seconds || ' seconds'
) from unnest(array[29, 7201]) as seconds;
select is(
  (select avatar_call_seconds from public.sites where site_key = 'site'), 600,
  'it may last ten minutes where nobody says otherwise'
);
select throws_ok(
  'update public.characters set anam_voice_id = null where slug = ''nora''', '23514', null,
  'a face has a voice'
);

create temporary table begun_calls (name text primary key, begun jsonb);
create function pg_temp.begin_call(
  visitor text, site_key text default 'site', chat_id uuid default null, slug text default null,
  language text default null, origin text default 'http://localhost:5173', is_anonymous boolean default true
) returns jsonb
language sql return public.begin_avatar_call(
  visitor_id => tests.id(visitor), is_anonymous => is_anonymous, site_key => site_key, origin => origin,
  chat_id => chat_id, character_slug => slug, language => language
);
create function pg_temp.id_of(name text) returns uuid
language sql return (select (s.begun ->> 'callId')::uuid from begun_calls as s where s.name = id_of.name);
create function pg_temp.stored(name text) returns public.calls
language sql return (select s from public.calls as s where s.id = pg_temp.id_of(name));
create function pg_temp.touch(name text, visitor text default 'guest') returns jsonb
language sql return public.touch_call(pg_temp.id_of(name), tests.id(visitor));
-- Time passes for this call.
create function pg_temp.wait(name text, duration interval) returns void
language sql begin atomic
  update public.calls
  set started_at = started_at - duration, last_seen_at = last_seen_at - duration, ends_at = ends_at - duration
  where id = pg_temp.id_of(name);
end;
grant all on begun_calls to service_role;
grant execute on all functions in schema tests to service_role;
set local role service_role;

-- Who is let in
select is(pg_temp.begin_call('guest', site_key => 'nowhere') ->> 'outcome', 'site_not_found', 'a site is known');
select is(
  pg_temp.begin_call('guest', origin => 'https://evil.example') ->> 'outcome', 'origin_not_allowed', 'its pages, too'
);
select is(pg_temp.begin_call('guest', slug => 'nobody') ->> 'outcome', 'character_not_found', 'a character exists');
select is(pg_temp.begin_call('guest', slug => 'draft') ->> 'outcome', 'character_not_found', 'and is not private');
select is(pg_temp.begin_call('nobody') ->> 'outcome', 'visitor_not_found', 'a visitor exists');
select is(pg_temp.begin_call('guest', slug => 'drawn') ->> 'outcome', 'no_avatar', 'not every character has a video face');
select is((select count(*) from public.calls), 0::bigint, 'of all which nothing is kept');

-- A call
insert into begun_calls select 'first', pg_temp.begin_call('guest', slug => 'nora');
select is(
  (select begun - 'callId' from begun_calls),
  jsonb_build_object(
    'outcome', 'begun', 'maxSeconds', 600, 'name', 'Nora', 'language', 'en',
    'avatarId', tests.id('nora face'), 'voiceId', tests.id('nora voice')
  ),
  'a call tells what its token is made of'
);
select is((pg_temp.stored('first')).chat_id, null, 'it needs no chat');
select is(
  (select extract(epoch from ends_at - started_at)::integer from public.calls), 600, 'and has an end'
);
select is(pg_temp.touch('first'), '{"isLive": true, "endReason": null}', 'it lasts');
select is(
  pg_temp.touch('first', 'other'), '{"isLive": false, "endReason": null}', 'for nobody else'
);
select is(
  public.touch_call(tests.id('no call'), tests.id('guest')), '{"isLive": false, "endReason": null}',
  'and none lasts that was never begun'
);
select is(pg_temp.begin_call('guest', language => 'ru') ->> 'name', 'Eva', 'without a slug, the language decides');

-- Taken over
select is((pg_temp.stored('first')).end_reason, 'taken_over', 'a new call takes over');
select is(pg_temp.touch('first') ->> 'endReason', 'taken_over', 'which the page of the older one is told');
select is(
  (select count(*) from public.calls where visitor_id = tests.id('guest') and ended_at is null), 1::bigint,
  'a visitor has one at a time'
);
select throws_ok(
  format(
    'insert into public.calls (kind, site_id, character_id, visitor_id, ends_at) values (''avatar'', %L, %L, %L, now())',
    tests.id('site'), tests.id('nora'), tests.id('guest')
  ), '23505', null, 'whoever begins it'
);
select isnt(private.begin_call('voice', c, tests.id('guest'), null, 60), null, 'a call of another kind takes nothing over')
from public.characters as c
where c.slug = 'nora';
select isnt(private.begin_call('voice', c, tests.id('guest'), null, 60), null, 'and is taken over by its own kind only')
from public.characters as c
where c.slug = 'nora';
select results_eq(
  $$select kind from public.calls where visitor_id = tests.id('guest') and ended_at is null order by kind$$,
  array['avatar', 'voice'], 'so that one of each is left'
);
select throws_ok(
  $$update public.calls set kind = 'telepathy'$$, '23514', null, 'there are no other kinds'
);
delete from public.calls where kind = 'voice';
insert into begun_calls select 'of other', pg_temp.begin_call('other');
insert into begun_calls select 'second', pg_temp.begin_call('guest');
select is(pg_temp.touch('of other', 'other') ->> 'isLive', 'true', 'another visitor’s goes on');
select is(
  pg_temp.begin_call('guest', slug => 'drawn') ->> 'outcome', 'no_avatar', 'a character without a video face'
);
select is(pg_temp.touch('second') ->> 'isLive', 'true', 'takes nothing over');

-- Ended
select lives_ok(
  format('select public.end_call(%L, %L, ''left'')', pg_temp.id_of('second'), tests.id('other')),
  'ending somebody else’s call'
);
select is(pg_temp.touch('second') ->> 'isLive', 'true', 'ends nothing');
select public.end_call(pg_temp.id_of('second'), tests.id('guest'), 'left');
select is(pg_temp.touch('second'), '{"isLive": false, "endReason": "left"}', 'one’s own ends');
select public.end_call(pg_temp.id_of('second'), tests.id('guest'), 'failed');
select is((pg_temp.stored('second')).end_reason, 'left', 'once');
select throws_ok(
  format('select public.end_call(%L, %L, ''bored'')', pg_temp.id_of('of other'), tests.id('other')),
  '23514', null, 'for a reason we know'
);

-- Lost
insert into begun_calls select 'third', pg_temp.begin_call('guest');
select pg_temp.wait('third', '9 seconds');
select is(pg_temp.touch('third') ->> 'isLive', 'true', 'nine seconds of silence are no end');
select pg_temp.wait('third', '9 seconds');
select is(pg_temp.touch('third') ->> 'isLive', 'true', 'nor nine more after a sign of life');
select pg_temp.wait('third', '11 seconds');
select is(pg_temp.touch('third'), '{"isLive": false, "endReason": "lost"}', 'ten are');
select is(
  (select ended_at - last_seen_at from public.calls where id = pg_temp.id_of('third')),
  interval '10 seconds', 'as of when they were over'
);
insert into begun_calls select 'fourth', pg_temp.begin_call('guest');
select pg_temp.wait('fourth', '1 minute');
insert into begun_calls select 'fifth', pg_temp.begin_call('guest');
select is((pg_temp.stored('fourth')).end_reason, 'lost', 'what is lost is not taken over');

-- The limit
update public.calls set ends_at = clock_timestamp() where id = pg_temp.id_of('fifth');
select is(pg_temp.touch('fifth'), '{"isLive": false, "endReason": "time_limit"}', 'no call lasts longer than it may');
update public.sites set avatar_call_seconds = 30 where site_key = 'site';
select is(pg_temp.begin_call('guest') ->> 'maxSeconds', '30', 'which the site decides');
update public.sites set avatar_call_seconds = null where site_key = 'site';
select is(pg_temp.begin_call('guest') ->> 'outcome', 'no_avatar', 'or has none');
select is(public.open_session('site', 'http://localhost:1', 'nora') ->> 'hasAvatar', 'false', 'as a page is told');
update public.sites set avatar_call_seconds = 600 where site_key = 'site';
select is(public.open_session('site', 'http://localhost:1', 'nora') ->> 'hasAvatar', 'true', 'as well as who has a face');
select is(public.open_session('site', 'http://localhost:1', 'drawn') ->> 'hasAvatar', 'false', 'and who has none');

-- In a chat
insert into begun_calls select 'turn', tests.take_turn('registered', 'turn', is_anonymous => false, character_slug => 'eva');
insert into begun_calls
select 'of chat', pg_temp.begin_call(
  'registered', chat_id => (begun ->> 'chatId')::uuid, slug => 'nora', is_anonymous => false
)
from begun_calls where name = 'turn';
select is((select begun ->> 'name' from begun_calls where name = 'of chat'), 'Eva', 'a chat has its character');
select is(
  pg_temp.begin_call('guest', chat_id => (pg_temp.stored('of chat')).chat_id) ->> 'outcome', 'chat_not_found',
  'and nobody else’s'
);
delete from public.chats where id = (pg_temp.stored('of chat')).chat_id;
select is(
  (select chat_id is null and ended_at is null from public.calls where id = pg_temp.id_of('of chat')), true,
  'a deleted chat leaves the call'
);
reset role;
delete from auth.users where id = tests.id('registered');
select results_eq(
  $$select site_id, character_id, visitor_id from public.calls where id = pg_temp.id_of('of chat')$$,
  $$select tests.id('site'), tests.id('eva'), null::uuid$$, 'and an erased visitor what it was for, leading to nobody'
);
select is(pg_temp.touch('of chat', 'registered') ->> 'isLive', 'false', 'with nobody to go on with it');

-- For ever
create temporary table before as select count(*) as rows, max(ends_at - started_at) as longest from public.calls;
delete from public.chats;
delete from public.characters where slug = 'nora';
select is_empty(
  $$select id from public.calls where character_id = tests.id('nora') or site_id is distinct from tests.id('site')$$,
  'a character that is deleted leaves its calls to its site'
);
delete from auth.users;
delete from public.sites;
select results_eq(
  'select count(*), max(ends_at - started_at) from public.calls', 'select rows, longest from before',
  'and all of them outlive the last visitor and the site'
);
select is_empty(
  'select id from public.calls where coalesce(site_id, character_id, visitor_id, chat_id) is not null', 'leading nowhere'
);

select * from finish();
rollback;
