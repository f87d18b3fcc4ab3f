-- The demo site, for this machine's own pages alone; production is not seeded with it.

insert into public.sites (site_key, name, allowed_origins, default_language, visitors_choose_model)
values (
  'demo',
  'Visavis demo',
  array['http://localhost:*', 'http://127.0.0.1:*'],
  'en',
  true
)
on conflict (site_key) do nothing;

insert into public.characters
select copy.*
from public.sites as templates
join public.characters as template on template.site_id = templates.id
join public.sites as demo on demo.site_key = 'demo'
cross join lateral jsonb_populate_record(
  template, jsonb_build_object('id', gen_random_uuid(), 'site_id', demo.id)
) as copy
where templates.site_key = 'templates'
on conflict (site_id, slug) do nothing;
