-- Two sites with everything on them, so that every policy has something to hide.

select tests.create_user(name, is_anonymous)
from (
  values
    ('guest', true), ('other guest', true), ('guest elsewhere', true), ('registered', false),
    ('other registered', false), ('upgraded guest', false), ('member', false),
    ('member elsewhere', false), ('newcomer', false)
) as person (name, is_anonymous);

select tests.create_site('site');
select tests.create_site('other-site');
update public.sites set in_catalogue = true where site_key = 'other-site';

insert into public.site_members (site_id, user_id, role)
values
  (tests.id('site'), tests.id('member'), 'owner'),
  (tests.id('other-site'), tests.id('member elsewhere'), 'operator');

insert into public.profiles (id, site_id)
values
  (tests.id('guest'), tests.id('site')),
  (tests.id('other guest'), tests.id('site')),
  (tests.id('guest elsewhere'), tests.id('other-site')),
  (tests.id('registered'), null),
  (tests.id('other registered'), null),
  (tests.id('upgraded guest'), tests.id('site'));

select tests.create_character('site', 'host');
select tests.create_character('site', 'hidden', 'unlisted');
select tests.create_character('site', 'draft', 'private');
select tests.create_character('other-site', 'host-elsewhere');
select tests.create_character('other-site', 'draft-elsewhere', 'private');
update public.characters set owner_id = tests.id('other registered') where slug = 'draft-elsewhere';

insert into public.character_likes (character_id, user_id)
values
  (tests.id('host'), tests.id('guest')),
  (tests.id('host'), tests.id('registered')),
  (tests.id('host-elsewhere'), tests.id('other registered'));

-- A chat each: greeting, what was said, an answer and its stream. The upgraded guest's character
-- was public once and is private now.
create temporary table conversations (visitor text, site text, host text);
insert into conversations
values
  ('guest', 'site', 'host'),
  ('guest elsewhere', 'other-site', 'host-elsewhere'),
  ('registered', 'site', 'hidden'),
  ('upgraded guest', 'site', 'draft');

insert into public.chats (id, site_id, character_id, visitor_id, active_leaf_id)
select
  tests.id(visitor || ' chat'), tests.id(site), tests.id(host), tests.id(visitor),
  tests.id(visitor || ' answer')
from conversations;

insert into public.messages (
  id, chat_id, visitor_id, parent_id, role, content, client_message_id, stream_id, completed_at
)
select
  tests.id(visitor || ' greeting'), tests.id(visitor || ' chat'), tests.id(visitor), null,
  'assistant', 'Hello', null::uuid, null::uuid, now()
from conversations
union all
select
  tests.id(visitor || ' message'), tests.id(visitor || ' chat'), tests.id(visitor),
  tests.id(visitor || ' greeting'), 'user', 'Hi', tests.id(visitor || ' turn'), null, now()
from conversations
union all
select
  tests.id(visitor || ' answer'), tests.id(visitor || ' chat'), tests.id(visitor),
  tests.id(visitor || ' message'), 'assistant', 'Welcome', null, tests.id(visitor || ' stream'), now()
from conversations;

insert into public.stream_chunks (stream_id, first_sequence, last_sequence, events)
select tests.id(visitor || ' stream'), 1, 1, '[{"sequence": 1, "event": {"type": "message-end"}}]'
from conversations;

insert into public.calls (id, kind, site_id, character_id, visitor_id, chat_id, ends_at)
select
  tests.id(visitor || ' call'), 'avatar', tests.id(site), tests.id(host), tests.id(visitor),
  tests.id(visitor || ' chat'), now() + interval '10 minutes'
from conversations;

insert into public.usage_events (
  site_id, visitor_id, chat_id, message_id, stream_id, input_tokens, output_tokens, outcome
)
select
  tests.id(site), tests.id(visitor), tests.id(visitor || ' chat'), tests.id(visitor || ' answer'),
  tests.id(visitor || ' stream'), 100, 10, 'answered'
from conversations
where visitor in ('guest', 'registered');

drop table conversations;

insert into public.jobs (kind, key) values ('prune_stream_chunks', 'now'), ('erase_unused_visitors', 'now');

-- A small registry instead of the shipped one, and somebody who fails.
delete from public.model_providers;

insert into public.model_providers (id, label) values ('groq', 'Groq'), ('qwen', 'Qwen');

insert into public.models (id, provider_id, name, label, quality, price, context_tokens)
values
  ('groq:good', 'groq', 'good', 'Good', 5, 'free', 8192),
  ('groq:better', 'groq', 'better', 'Better', 8, 'paid', 131072);

insert into public.model_health (subject, cooldown_until, cooldown_ms, code, failed_at)
values
  ('qwen', now() + interval '1 day', 86400000, 'status_401', now()),
  ('groq:good', now() - interval '1 minute', 900000, 'status_429', now() - interval '16 minutes');

insert into public.model_first_tokens (model_id, last_ms) values ('groq:good', '{300,400}');
