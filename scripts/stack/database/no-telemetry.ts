/**
 * Imported before `@supabase/lite`, which would otherwise send usage statistics: nothing that runs
 * on a developer's machine talks to a stranger.
 */
process.env['DO_NOT_TRACK'] = '1'
