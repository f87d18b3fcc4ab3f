begin;
select plan(38);

select tests.create_site('site');
select tests.create_site('other-site');
select tests.create_user('rita');
select tests.create_user('sasha');
select tests.create_user('guest', is_anonymous => true);
select tests.create_character('site', 'eva');
select tests.create_character('site', 'hidden', 'unlisted');
select tests.create_character('site', 'draft', 'private');

-- Ranges
select throws_ok(format('update public.characters set %s where slug = ''eva''', change), '23514', null, 'refuses ' || change)
from unnest(array[
  'max_tokens = 255', 'max_tokens = 4097', 'temperature = -0.01', 'temperature = 2.01',
  'top_p = 1.01', 'top_k = 101', 'top_k = -1', 'frequency_penalty = 2.01',
  'response_length = ''huge''', 'rating = ''x''', 'visibility = ''secret''', 'language = ''de''',
  'slug = ''Not A Slug''', 'greeting = '' ''', 'name = '''''
]) as change;
select lives_ok(format('update public.characters set %s where slug = ''eva''', change), 'accepts ' || change)
from unnest(array[
  'max_tokens = 256', 'max_tokens = 4096', 'temperature = 0', 'temperature = 2', 'top_p = 0',
  'top_k = 100', 'response_length = ''very_long'''
]) as change;
select results_eq(
  $$select response_length, rating, model, max_tokens, temperature from public.characters where slug = 'hidden'$$,
  $$values ('medium', 'sfw', null::text, null::integer, null::numeric)$$,
  'has sensible defaults, and leaves the settings to its site'
);
select throws_ok(
  $$select tests.create_character('site', 'eva')$$, '23505', null, 'a slug is unique within its site'
);

-- Counts
select throws_ok(
  $$update public.characters set like_count = 1000 where slug = 'eva'$$, '23001', null,
  'an operator cannot write the number of likes'
);
select throws_ok(
  $$update public.characters set chat_count = 1000 where slug = 'eva'$$, '23001', null,
  'an operator cannot write the number of chats'
);
insert into public.characters (site_id, slug, name, greeting, personality, language, like_count)
values (tests.id('site'), 'popular', 'Popular', 'Hi', 'Proud.', 'en', 999);
select is(like_count, 0, 'a new character has no likes, whatever was written')
from public.characters where slug = 'popular';

select tests.act_as('rita');
select lives_ok(
  $$insert into public.character_likes (character_id) values (tests.id('eva'))$$,
  'a registered user likes a character'
);
select throws_ok(
  $$insert into public.character_likes (character_id) values (tests.id('eva'))$$, '23505', null,
  'nobody likes a character twice'
);
select throws_ok(
  $$insert into public.character_likes (character_id, user_id) values (tests.id('eva'), tests.id('sasha'))$$,
  '42501', null, 'nobody likes in another''s name'
);
select throws_ok(
  $$insert into public.character_likes (character_id) values (tests.id('draft'))$$, '42501', null,
  'a hidden character cannot be liked, nor found by liking'
);
select is(like_count, 1, 'a like is counted') from public.characters where slug = 'eva';

select tests.act_as('guest', is_anonymous => true);
select throws_ok(
  $$insert into public.character_likes (character_id) values (tests.id('eva'))$$, '42501', null,
  'an anonymous visitor cannot like'
);

select tests.act_as('rita');
delete from public.character_likes where character_id = tests.id('eva');
select is(like_count, 0, 'a like taken back is uncounted') from public.characters where slug = 'eva';

-- Who sees what
select results_eq(
  $$select slug from public.characters$$, array['eva'], 'the catalogue holds the public ones'
);
select throws_ok(
  $$select personality from public.characters$$, '42501', null, 'the prompt is not for visitors'
);

select tests.act_as_role('anon');
select throws_ok(
  $$select slug from public.characters$$, '42501', null, 'without a token there is no catalogue'
);

reset role;
insert into public.character_likes (character_id, user_id) values (tests.id('eva'), tests.id('sasha'));
delete from auth.users where id = tests.id('sasha');
select is(like_count, 0, 'an erased user''s likes are uncounted') from public.characters where slug = 'eva';

select * from finish();
rollback;
