-- Which model answers, and with which settings: a site says so, a character may differ from its
-- site, and a visitor's chat from its character.

-- ---------------------------------------------------------------------------------------------
-- Sites
-- ---------------------------------------------------------------------------------------------

alter table public.sites
  add column model text not null default 'auto',
  add column visitors_choose_model boolean not null default false,
  add column max_tokens integer not null default 2048,
  add column temperature numeric(3, 2) not null default 0.8,
  add column top_p numeric(3, 2) not null default 1,
  add column top_k integer not null default 0,
  add column frequency_penalty numeric(3, 2) not null default 0,
  add constraint sites_model_check check (private.is_model_selection(model)),
  add constraint sites_max_tokens_check check (max_tokens between 256 and 4096),
  add constraint sites_temperature_check check (temperature between 0 and 2),
  add constraint sites_top_p_check check (top_p between 0 and 1),
  add constraint sites_top_k_check check (top_k between 0 and 100),
  add constraint sites_frequency_penalty_check check (frequency_penalty between 0 and 2);

comment on column public.sites.model is
  'Who answers: auto (the best there is), auto:<provider> (that one''s best three first) or a '
  'model''s id (that one first). The others stand behind it.';
comment on column public.sites.visitors_choose_model is
  'Whether visitors may choose another model for a chat or a message.';
comment on column public.sites.max_tokens is 'Longest answer in tokens, 256 to 4096.';
comment on column public.sites.temperature is '0 to 2; higher is more surprising.';
comment on column public.sites.top_p is '0 to 1; the share of likely words to choose from.';
comment on column public.sites.top_k is '0 to 100 likeliest words to choose from; 0 is no limit.';
comment on column public.sites.frequency_penalty is '0 to 2; higher repeats less.';

-- ---------------------------------------------------------------------------------------------
-- Characters
-- ---------------------------------------------------------------------------------------------

alter table public.characters
  add column model text,
  add constraint characters_model_check check (private.is_model_selection(model)),
  alter column max_tokens drop not null,
  alter column max_tokens drop default,
  alter column temperature drop not null,
  alter column temperature drop default,
  alter column top_p drop not null,
  alter column top_p drop default,
  alter column top_k drop not null,
  alter column top_k drop default,
  alter column frequency_penalty drop not null,
  alter column frequency_penalty drop default;

-- What was left at its default is the site's from now on, which has the same value.
update public.characters
set
  max_tokens = nullif(max_tokens, 2048),
  temperature = nullif(temperature, 0.8),
  top_p = nullif(top_p, 1),
  top_k = nullif(top_k, 0),
  frequency_penalty = nullif(frequency_penalty, 0);

comment on column public.characters.model is 'Who answers, as for a site; empty for the site''s choice.';
comment on column public.characters.max_tokens is
  'Longest answer in tokens, 256 to 4096; empty for the site''s.';
comment on column public.characters.temperature is
  '0 to 2; higher is more surprising; empty for the site''s.';
comment on column public.characters.top_p is
  '0 to 1; the share of likely words to choose from; empty for the site''s.';
comment on column public.characters.top_k is
  '0 to 100 likeliest words to choose from; 0 is no limit; empty for the site''s.';
comment on column public.characters.frequency_penalty is
  '0 to 2; higher repeats less; empty for the site''s.';

-- ---------------------------------------------------------------------------------------------
-- Chats
-- ---------------------------------------------------------------------------------------------

alter table public.chats
  add column model text,
  add column max_tokens integer,
  add column temperature numeric(3, 2),
  add column top_p numeric(3, 2),
  add column top_k integer,
  add column frequency_penalty numeric(3, 2),
  add constraint chats_model_check check (private.is_model_selection(model)),
  add constraint chats_max_tokens_check check (max_tokens between 256 and 4096),
  add constraint chats_temperature_check check (temperature between 0 and 2),
  add constraint chats_top_p_check check (top_p between 0 and 1),
  add constraint chats_top_k_check check (top_k between 0 and 100),
  add constraint chats_frequency_penalty_check check (frequency_penalty between 0 and 2);

comment on column public.chats.model is
  'The visitor''s choice, as for a site; empty for the character''s. Only counts where the site lets '
  'visitors choose.';
comment on column public.chats.max_tokens is
  'Longest answer in tokens, 256 to 4096; empty for the character''s.';
comment on column public.chats.temperature is
  '0 to 2; higher is more surprising; empty for the character''s.';
comment on column public.chats.top_p is
  '0 to 1; the share of likely words to choose from; empty for the character''s.';
comment on column public.chats.top_k is
  '0 to 100 likeliest words to choose from; 0 is no limit; empty for the character''s.';
comment on column public.chats.frequency_penalty is
  '0 to 2; higher repeats less; empty for the character''s.';

-- ---------------------------------------------------------------------------------------------
-- Who may do what
-- ---------------------------------------------------------------------------------------------

-- Members read their site's; visitors read and write their chats'.
grant select (
  model, visitors_choose_model, max_tokens, temperature, top_p, top_k, frequency_penalty
) on public.sites to authenticated;

grant select (model, max_tokens, temperature, top_p, top_k, frequency_penalty),
  update (model, max_tokens, temperature, top_p, top_k, frequency_penalty)
  on public.chats to authenticated;
