/** What an earlier version leaves in a new database, as far as anybody looks: a table, and its own history. */
export const olderSchema = `
  create table public.sites (site_key text);
  insert into public.sites values ('shop');
  insert into supabase_migrations.schema_migrations (version) values ('20200101000000');`
