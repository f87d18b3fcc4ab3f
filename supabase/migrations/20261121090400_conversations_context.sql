-- What a conversation starts from: the site, its characters, and what was said so far. Only the
-- server's own role may ask.
-- Every name of a parameter is also one of a column: columns stand behind an alias.

-- ---------------------------------------------------------------------------------------------
-- Parts of answers
-- ---------------------------------------------------------------------------------------------

-- A character's card, as the wire has it.
create function private.character_card(c public.characters) returns jsonb
language sql stable
set search_path = ''
return jsonb_build_object(
  'id', c.id,
  'slug', c.slug,
  'name', c.name,
  'tagline', c.tagline,
  'description', c.description,
  'greeting', c.greeting,
  'language', c.language,
  'portrait', c.portrait
);

-- What a prompt and a model's settings are made of.
create function private.character_prompt(c public.characters) returns jsonb
language sql stable
set search_path = ''
return jsonb_build_object(
  'name', c.name,
  'tagline', c.tagline,
  'personality', c.personality,
  'scenario', c.scenario,
  'exampleDialogue', c.example_dialogue,
  'facts', to_jsonb(c.facts),
  'greeting', c.greeting,
  'language', c.language,
  'responseLength', c.response_length,
  'maxTokens', c.max_tokens,
  'temperature', c.temperature,
  'topP', c.top_p,
  'topK', c.top_k,
  'frequencyPenalty', c.frequency_penalty
);

-- By its slug, or the site's own one for the language: the first public one in the catalogue.
create function private.choose_character(
  of_site_id uuid, by_slug text, preferred_language text
) returns setof public.characters
language plpgsql stable rows 1
set search_path = ''
as $$
begin
  if by_slug is not null then
    return query
      select c.*
      from public.characters as c
      where c.site_id = of_site_id and c.slug = by_slug and c.visibility <> 'private';
  else
    return query
      select c.*
      from public.characters as c
      where c.site_id = of_site_id and c.visibility = 'public'
      order by c.language = preferred_language desc, c.position, c.slug
      limit 1;
  end if;
end
$$;

-- The way to a message, oldest first, ending with it: at most 50 messages that say something.
-- In PL/pgSQL, which keeps the plan; as a function of SQL it would be planned at every turn.
create function private.read_history(last_message_id uuid) returns jsonb
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    with recursive way as (
      select
        m.parent_id, m.role, m.content, 1 as distance, (m.content <> '')::integer as spoken
      from public.messages as m
      where m.id = last_message_id
      union all
      select
        m.parent_id, m.role, m.content, way.distance + 1, way.spoken + (m.content <> '')::integer
      from way
      -- Lateral with a limit: one look into the index each step, however the table has grown.
      cross join lateral (
        select p.parent_id, p.role, p.content
        from public.messages as p
        where p.id = way.parent_id
        limit 1
      ) as m
      where way.spoken < 50
    )
    select coalesce(
      jsonb_agg(
        jsonb_build_object('role', way.role, 'content', way.content) order by way.distance desc
      ),
      '[]'
    )
    from way
    where way.content <> ''
  );
end
$$;

-- ---------------------------------------------------------------------------------------------
-- Sessions
-- ---------------------------------------------------------------------------------------------

create function public.open_session(
  site_key text,
  origin text,
  character_slug text default null,
  language text default null
) returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  site record;
  character public.characters;
begin
  select
    s.id, s.name, s.accent, s.default_language,
    private.is_origin_allowed(open_session.origin, s.allowed_origins) as is_open
  into site
  from public.sites as s
  where s.site_key = open_session.site_key;
  if not found then
    return jsonb_build_object('outcome', 'site_not_found');
  end if;
  if site.is_open is not true then
    return jsonb_build_object('outcome', 'origin_not_allowed');
  end if;

  select * into character
  from private.choose_character(
    site.id, character_slug, coalesce(open_session.language, site.default_language)
  );
  if not found then
    return jsonb_build_object('outcome', 'character_not_found');
  end if;

  return jsonb_build_object(
    'outcome', 'opened',
    'site', jsonb_build_object('id', site.id, 'name', site.name, 'accent', site.accent),
    'character', private.character_card(character),
    'characters', (
      select coalesce(jsonb_agg(private.character_card(c) order by c.position, c.slug), '[]')
      from public.characters as c
      where c.site_id = site.id and c.visibility = 'public'
    )
  );
end
$$;

comment on function public.open_session is
  'What a widget needs before the first message: site, character and catalogue, or why not.';

-- ---------------------------------------------------------------------------------------------
-- Who may do what
-- ---------------------------------------------------------------------------------------------

revoke all on all functions in schema private from public, anon, authenticated;

grant execute on function
  private.character_card,
  private.character_prompt,
  private.choose_character,
  private.read_history
to service_role;

revoke all on function
  public.open_session
from public, anon, authenticated;

grant execute on function
  public.open_session
to service_role;
