begin;
select plan(23);

select tests.create_site('site');
select tests.create_site('other-site');
select tests.create_user('olga');
select tests.create_user('pavel');
insert into public.site_members (site_id, user_id, role) values (tests.id('site'), tests.id('olga'), 'owner');
insert into public.profiles (id) values (tests.id('pavel'));

-- Origins
select ok(private.is_origin_allowed('https://example.com', array['https://example.com']), 'an exact origin is allowed');
select ok(not private.is_origin_allowed('http://example.com', array['https://example.com']), 'another scheme is another origin');
select ok(not private.is_origin_allowed('https://example.com.evil.org', array['https://example.com']), 'a longer host is another origin');
select ok(private.is_origin_allowed('http://localhost:5173', array['http://localhost:*']), 'a star for the port allows any port');
select ok(private.is_origin_allowed('http://localhost', array['http://localhost:*']), 'a star for the port allows the default port');
select ok(not private.is_origin_allowed('http://localhost.evil.org', array['http://localhost:*']), 'a star for the port allows no other host');
select ok(private.is_origin_allowed('https://a.b.example.com', array['https://*.example.com']), 'a star for the host allows hosts below the domain');
select ok(not private.is_origin_allowed('https://example.com', array['https://*.example.com']), 'a star for the host does not allow the domain itself');
select ok(not private.is_origin_allowed('https://evilexample.com', array['https://*.example.com']), 'a star for the host needs the dot');
select ok(not private.is_origin_allowed('https://aXexample.com', array['https://a.example.com']), 'a dot is a dot');
select ok(private.is_origin_allowed(null, array['http://localhost:*']) is not true, 'no origin is not allowed');
select ok(private.is_origin_allowed('null', array['http://localhost:*']) is not true, 'an opaque origin is not allowed');

select throws_ok(
  $$update public.sites set allowed_origins = array['*'] where site_key = 'site'$$, '23514', null,
  'a site cannot be opened to every origin'
);
select throws_ok(
  $$update public.sites set allowed_origins = array['https://example.com/page'] where site_key = 'site'$$,
  '23514', null, 'an address with a path is not an origin'
);
select throws_ok(
  $$insert into public.sites (site_key, name) values ('with spaces', 'Site')$$, '23514', null,
  'a site key is a plain word'
);
select throws_ok(
  $$insert into public.sites (site_key, name) values ('site', 'Site')$$, '23505', null,
  'a site key is unique'
);

-- Who sees what
select tests.act_as('olga');
select results_eq(
  $$select site_key from public.sites$$, array['site'], 'a member sees the own site and no other'
);
select results_eq(
  $$select role from public.site_members$$, array['owner'], 'a member sees the own membership'
);
select is_empty($$select id from public.profiles$$, 'a member does not see the visitors');
select throws_ok(
  $$update public.sites set name = 'Mine' where site_key = 'site'$$, '42501', null,
  'a member cannot change the site over the Data API'
);

select tests.act_as('pavel');
select results_eq(
  $$select id from public.profiles$$, array[tests.id('pavel')], 'a visitor sees the own profile'
);
select is_empty($$select site_key from public.sites$$, 'a visitor sees no site');

-- Erasing
reset role;
delete from auth.users where id = tests.id('pavel');
select is_empty(
  $$select id from public.profiles where id = tests.id('pavel')$$, 'a profile goes with its user'
);

select * from finish();
rollback;
