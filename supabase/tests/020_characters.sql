begin;
select plan(57);

select tests.create_site('site');
select tests.create_site('other-site');
select tests.create_user('rita');
select tests.create_user('sasha');
select tests.create_user('guest', is_anonymous => true);
select tests.create_character('site', 'eva');
select tests.create_character('site', 'hidden', 'unlisted');
select tests.create_character('site', 'draft', 'private');
update public.sites set in_catalogue = true where site_key = 'site';

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
  $$select response_length, rating, model, max_tokens::integer, temperature::numeric from public.characters where slug = 'hidden'$$,
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

-- Two sites of one project
reset role;
select tests.create_character('other-site', 'stranger');
select tests.create_user('neighbour', is_anonymous => true);
update public.sites set in_catalogue = false where site_key = 'site';
insert into public.profiles (id, site_id)
values (tests.id('guest'), tests.id('site')), (tests.id('neighbour'), tests.id('other-site')), (tests.id('rita'), null);
create function pg_temp.seen_by(name text, is_anonymous boolean default true) returns text
language plpgsql as $$
declare
  seen text;
begin
  perform tests.act_as(name, is_anonymous);
  select string_agg(characters.slug, ' ' order by characters.slug) into seen from public.characters;
  perform set_config('role', 'none', true);
  return coalesce(seen, 'nobody');
end
$$;
select is(pg_temp.seen_by('guest'), 'eva', 'a visitor sees the public characters of the own site');
select is(pg_temp.seen_by('neighbour'), 'stranger', 'and of no other');
select is(pg_temp.seen_by('newcomer'), 'nobody', 'who has not said a word yet belongs to no site');
select is(pg_temp.seen_by('rita', false), 'nobody', 'nor does a registered user');
update public.characters set in_catalogue = true where slug = 'stranger';
select is(pg_temp.seen_by('guest'), 'eva', 'a character is published by its site alone');
update public.sites set in_catalogue = true where site_key = 'other-site';
select is(pg_temp.seen_by('guest'), 'eva stranger', 'what a site has published is seen from the other ones');
select is(pg_temp.seen_by('newcomer'), 'stranger', 'by everybody');
select is(pg_temp.seen_by('rita', false), 'stranger', 'by registered users, too');
select tests.create_character('other-site', 'late');
select is(pg_temp.seen_by('guest'), 'eva late stranger', 'also what it adds later');
select tests.create_character('other-site', 'shy', 'unlisted');
select is(pg_temp.seen_by('guest'), 'eva late stranger', 'but only what is public');
select tests.act_as('rita');
select lives_ok(
  $$insert into public.character_likes (character_id) values (tests.id('stranger'))$$, 'what is in the catalogue can be liked'
);
select throws_ok(
  $$insert into public.character_likes (character_id) values (tests.id('eva'))$$, '42501', null,
  'what a site keeps to itself cannot'
);
reset role;
update public.characters set archived_at = now() where slug = 'late';
select is(pg_temp.seen_by('guest'), 'eva stranger', 'an archived character is in no list');
update public.characters set owner_id = tests.id('rita') where slug in ('draft', 'late');
select is(pg_temp.seen_by('rita', false), 'draft late stranger', 'a user sees what is their own, be it private or archived');
update public.characters set owner_id = null where slug in ('draft', 'late');
update public.sites set in_catalogue = false where site_key = 'other-site';
select is(pg_temp.seen_by('guest'), 'eva', 'a site takes its characters out of the catalogue again');
select is(pg_temp.seen_by('rita', false), 'nobody', 'liked or not');
select tests.act_as('rita');
select isnt_empty($$delete from public.character_likes returning character_id$$, 'and the like can still be taken back');
reset role;
select tests.take_turn('guest', 'hello', character_slug => 'hidden');
select is(pg_temp.seen_by('guest'), 'eva hidden', 'whom a visitor has met is seen');
update public.characters set archived_at = now() where slug = 'hidden';
select is(pg_temp.seen_by('guest'), 'eva hidden', 'archived or not');

reset role;
insert into public.character_likes (character_id, user_id) values (tests.id('eva'), tests.id('sasha'));
delete from auth.users where id = tests.id('sasha');
select is(like_count, 0, 'an erased user''s likes are uncounted') from public.characters where slug = 'eva';

select * from finish();
rollback;
