-- Which model answers, and with which settings.
begin;
select plan(64);

select tests.create_site('site');
select tests.create_character('site', 'nora');
select tests.create_user('guest', is_anonymous => true);
select tests.create_user('other', is_anonymous => true);

-- Ranges, the same wherever they are set
create temporary table turns (name text primary key, begun jsonb);
insert into turns select 'first', tests.take_turn('guest', 'first');
select throws_ok(format('update public.%s set %s', name, change), '23514', null, format('%s refuse %s', name, change))
from unnest(array['sites', 'characters', 'chats']) as name
cross join unnest(array[
  'model = ''auto:nobody''', 'model = ''''', 'max_tokens = 255', 'temperature = 2.01', 'top_p = -0.01',
  'top_k = 101', 'frequency_penalty = 2.01'
]) as change;
select lives_ok(format('update public.%s set %s', name, change), format('%s accept %s', name, change))
from unnest(array['characters', 'chats']) as name
cross join unnest(array['model = ''auto:groq''', 'max_tokens = 4096', 'temperature = 0', 'model = null, max_tokens = null, temperature = null']) as change;
select throws_ok(
  format('update public.sites set %s = null', name), '23502', null, 'a site always has its ' || name
)
from unnest(array['model', 'visitors_choose_model', 'max_tokens', 'temperature', 'top_p', 'top_k', 'frequency_penalty']) as name;
select results_eq(
  'select model, visitors_choose_model, max_tokens::integer, temperature::numeric, top_p::numeric, top_k::integer, frequency_penalty::numeric from public.sites where site_key = ''site''',
  $$values ('auto', false, 2048, 0.8, 1.0, 0, 0.0)$$, 'a new site has sensible ones'
);

-- Who decides
create function pg_temp.next_turn(name text, model text default null) returns jsonb
language plpgsql
as $$
declare
  begun jsonb := tests.begin_turn(
    'guest', name, 'Said in ' || name, chat_id => (select (t.begun ->> 'chatId')::uuid from turns as t where t.name = 'first'),
    model => next_turn.model
  );
begin
  perform public.finish_turn((begun ->> 'streamId')::uuid, 'complete', 'Yes', '[]', 'stop');
  return begun;
end
$$;

select is((select begun ->> 'selection' from turns), 'auto', 'the site''s model answers');
select is(
  (select begun -> 'settings' from turns),
  '{"maxTokens": 2048, "temperature": 0.8, "topP": 1, "topK": 0, "frequencyPenalty": 0}',
  'with the site''s settings'
);
select is((select begun ->> 'textSoFar' from turns), '', 'a new answer has said nothing yet');
select is(
  (select begun -> 'character' ? 'temperature' from turns), false, 'which are no part of the prompt'
);

update public.sites set model = 'auto:groq', temperature = 0.1, top_p = 0.1, top_k = 1, frequency_penalty = 0.1, max_tokens = 300;
select is(pg_temp.next_turn('two') ->> 'selection', 'auto:groq', 'whatever the site chooses');
update public.characters set model = 'qwen:a', temperature = 0.2, top_p = 0.2, top_k = 2;
update public.chats set model = 'openai:a', temperature = 0.3, top_p = 0.3;
select is(pg_temp.next_turn('three') ->> 'selection', 'qwen:a', 'a character has a model of its own');
select is(
  pg_temp.next_turn('four') -> 'settings',
  '{"maxTokens": 300, "temperature": 0.30, "topP": 0.30, "topK": 2, "frequencyPenalty": 0.10}',
  'settings are the chat''s, else the character''s, else the site''s'
);
-- A site's longest answer is a cap
update public.characters set max_tokens = 4096;
select is(pg_temp.next_turn('long one') #>> '{settings,maxTokens}', '300', 'no character''s answer is longer than the site''s');
update public.chats set max_tokens = 4096;
select is(pg_temp.next_turn('long two') #>> '{settings,maxTokens}', '300', 'nor a chat''s');
select is(pg_temp.next_turn('long three') ->> 'maxTokensCap', '300', 'nor a request''s, whose server is told');
update public.sites set max_tokens = 4000;
select is(pg_temp.next_turn('long four') #>> '{settings,maxTokens}', '4000', 'however much that is');
update public.chats set max_tokens = 256;
select is(pg_temp.next_turn('short') #>> '{settings,maxTokens}', '256', 'a shorter one is as it is asked for');
update public.sites set max_tokens = 300;
update public.characters set max_tokens = null;
update public.chats set max_tokens = null;

select is(
  pg_temp.next_turn('five', 'gemini:a'), '{"outcome": "model_not_allowed"}',
  'a visitor may not choose where the site does not let them'
);
select is_empty(
  'select id from public.messages where content = ''Said in five''', 'and nothing is stored then'
);
update public.sites set visitors_choose_model = true;
select is(pg_temp.next_turn('six') ->> 'selection', 'openai:a', 'where the site does, the chat''s choice counts');
select is(pg_temp.next_turn('seven', 'gemini:a') ->> 'selection', 'gemini:a', 'and before it the message''s');
select is(pg_temp.next_turn('eight') ->> 'selection', 'openai:a', 'which is for that message only');
select is(
  tests.begin_turn('other', 'hello', model => 'auto:qwen') ->> 'selection', 'auto:qwen',
  'the first message may choose as well'
);
update public.characters set model = null;
update public.chats set model = null;
select is(pg_temp.next_turn('nine') ->> 'selection', 'auto:groq', 'without any choice it is the site''s again');

-- The visitor's own choice
select tests.act_as('guest', is_anonymous => true);
select lives_ok(
  $$update public.chats set model = 'auto:gemini', temperature = 1.5, max_tokens = 512, top_p = 1, top_k = 5, frequency_penalty = 1$$,
  'a visitor sets a chat''s model and settings'
);
select results_eq(
  'select model, temperature::numeric, max_tokens::integer from public.chats', $$values ('auto:gemini', 1.5, 512)$$,
  'and reads them'
);
select throws_ok(
  $$update public.chats set model = 'anything'$$, '23514', null, 'nonsense is refused to them too'
);
select throws_ok(
  $$update public.sites set visitors_choose_model = true$$, '42501', null, 'what the site allows is not theirs to change'
);
select throws_ok('select model from public.characters', '42501', null, 'nor to know a character''s model');
reset role;
select is((select count(*) from public.chats where model is not null), 1::bigint, 'another''s chat stays as it is');
select is(pg_temp.next_turn('ten') ->> 'selection', 'auto:gemini', 'the next answer is by whom they chose');
select is(pg_temp.next_turn('eleven') #>> '{settings,temperature}', '1.50', 'and as they set it');

select * from finish();
rollback;
