-- Ids that are made here sort by time.
begin;
select plan(9);

create temporary table made as
select n, private.uuid_v7() as id, clock_timestamp() as at from generate_series(1, 10000) as n;
create function pg_temp.milliseconds(id uuid) returns bigint
language sql return ('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint;

select is((select count(distinct id) from made), 10000::bigint, 'no two are the same');
select is((select array_agg(distinct substr(id::text, 15, 1)) from made), array['7'], 'all are of version 7');
select is(
  (select array_agg(distinct substr(id::text, 20, 1) order by substr(id::text, 20, 1)) from made),
  array['8', '9', 'a', 'b'], 'and of the variant that has versions'
);
select ok(
  (
    select bool_and(pg_temp.milliseconds(id) between floor(extract(epoch from now()) * 1000) and extract(epoch from at) * 1000)
    from made
  ),
  'they begin with the millisecond they were made in'
);
-- The time goes on between two of them, or not; it does not go back.
select ok(
  (select bool_and(time_part >= before) from (
    select left(id::text, 18) as time_part, lag(left(id::text, 18)) over (order by n) as before from made
  ) as pairs),
  'and go on with the part of it: the order of time is the order of ids'
);

-- What has such ids
select tests.create_site('site');
select tests.create_character('site', 'nora');
select tests.create_user('guest', is_anonymous => true);
create temporary table turns as select tests.take_turn('guest', 'one') as begun;
select is(substr(id::text, 15, 1), '7', what || ' has such an id')
from (
  select 'a chat', begun ->> 'chatId' from turns
  union all
  select 'a message', begun ->> 'userMessageId' from turns
  union all
  select 'an answer', begun ->> 'messageId' from turns
  union all
  select 'a stream', begun ->> 'streamId' from turns
) as ids (what, id);

select * from finish();
rollback;
