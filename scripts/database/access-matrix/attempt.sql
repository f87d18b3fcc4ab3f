-- Tries a command as somebody, undoes it, and tells what happened.
--
-- Returns {"code": sqlstate} for a refusal, {"value": ...} for a query, and for a command
-- {"rows": n, "changed": whether the watched table is another one than before}.
create function tests.attempt(role text, claims jsonb, command text, watched text) returns jsonb
language plpgsql
as $$
declare
  digest constant text := format(
    'select md5(coalesce(string_agg(t::text, '','' order by t::text), '''')) from %s as t', watched
  );
  before text;
  after text;
  concerned bigint;
  value jsonb;
begin
  if watched is not null then
    execute digest into before;
  end if;
  begin
    perform set_config('request.jwt.claims', coalesce(claims::text, ''), true);
    perform set_config('request.jwt.claim.sub', coalesce(claims ->> 'sub', ''), true);
    perform set_config('role', role, true);
    if watched is null then
      execute command into value;
    else
      execute command;
      get diagnostics concerned = row_count;
      set constraints all immediate;
    end if;
    perform set_config('role', 'none', true);
    if watched is null then
      raise exception using errcode = 'ZZ001', message = jsonb_build_object('value', value);
    end if;
    execute digest into after;
    raise exception using
      errcode = 'ZZ001', message = jsonb_build_object('rows', concerned, 'changed', before <> after);
  exception
    when sqlstate 'ZZ001' then
      return sqlerrm::jsonb;
    when others then
      return jsonb_build_object('code', sqlstate);
  end;
end
$$;

create function tests.attempt_all(attempts jsonb) returns jsonb
language sql
return (
  select jsonb_agg(
    tests.attempt(a ->> 'role', nullif(a -> 'claims', 'null'), a ->> 'command', a ->> 'watched')
    order by position
  )
  from jsonb_array_elements(attempts) with ordinality as entries (a, position)
);
