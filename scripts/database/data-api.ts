import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { App } from '@supabase/lite'
import { SignJWT } from 'jose'
import type { Database } from '../stack/database.ts'
import type { Report } from './report.ts'
import type { SuiteDatabase } from './suite-database.ts'

export const keys = {
  publishable: 'sb_publishable_of_the_database_suite',
  secret: 'sb_secret_of_the_database_suite',
  jwt: 'a secret of the database suite that is long enough',
}

type Answer = { status: number; body: unknown }

/**
 * The Data API as `@supabase/lite` serves it over our connection: it must grant nothing of its own,
 * keep requests that arrive together apart, and answer what PostgREST answers.
 */
export async function checkDataApi(database: SuiteDatabase, report: Report): Promise<void> {
  const engine = database.name
  await database.runScript(`
    create table public.ungranted (id integer primary key);
    create table public.granted (id integer primary key);
    alter table public.ungranted enable row level security;
    alter table public.granted enable row level security;
    revoke all on public.ungranted, public.granted from anon, authenticated, service_role;
    grant select on public.granted to anon;
    create function public.who_asks() returns text language sql set search_path = ''
    as 'select current_user || '' '' || coalesce(auth.uid()::text, ''nobody'')';
    create function public.count_items(items jsonb) returns integer
    language sql set search_path = ''
    as 'select jsonb_array_length(items)';`)
  await database.connection.clearSchemaCache()
  const app = dataApi(database)
  const ask = async (path: string, key: string, token?: string): Promise<Answer> => {
    const headers = { apikey: key, ...(token ? { authorization: `Bearer ${token}` } : {}) }
    const response = await app.fetch(new Request(`http://localhost/rest/v1/${path}`, { headers }), {
      peerAddress: '127.0.0.1',
    })
    return { status: response.status, body: await response.json() }
  }
  const visitor = '11111111-1111-4111-8111-111111111111'
  const token = await tokenOf(visitor)

  const askers = {
    anon: [keys.publishable],
    authenticated: [keys.publishable, token],
    service_role: [keys.secret],
  } as const
  for (const [role, [key, bearer]] of Object.entries(askers)) {
    const { status, body } = await ask('ungranted?select=id', key, bearer)
    report.check(
      isRefusal(body) && [401, 403].includes(status),
      `${engine}: the Data API grants ${role} nothing of its own`,
      JSON.stringify({ status, body }),
    )
  }
  const granted = await ask('granted?select=id', keys.publishable)
  report.check(
    granted.status === 200,
    `${engine}: the Data API serves what is granted`,
    JSON.stringify(granted),
  )

  const questions = Array.from({ length: 24 }, (_, index) => {
    const [key, bearer, answer] = [
      [keys.publishable, undefined, 'anon nobody'] as const,
      [keys.publishable, token, `authenticated ${visitor}`] as const,
      [keys.secret, undefined, 'service_role nobody'] as const,
    ][index % 3]!
    return { question: ask('rpc/who_asks', key, bearer), answer }
  })
  const mixed: string[] = []
  for (const { question, answer } of questions) {
    const { body } = await question
    if (body !== answer) mixed.push(`${JSON.stringify(body)} instead of ${answer}`)
  }
  report.check(
    mixed.length === 0,
    `${engine}: requests that arrive together keep their own roles`,
    mixed.join('\n'),
  )

  const counted = await app.fetch(
    new Request('http://localhost/rest/v1/rpc/count_items', {
      method: 'POST',
      headers: { apikey: keys.secret, 'content-type': 'application/json' },
      body: JSON.stringify({ items: [{ text: 'one' }, 'two'] }),
    }),
    { peerAddress: '127.0.0.1' },
  )
  report.check(
    (await counted.clone().text()) === '2',
    `${engine}: a function receives JSON as JSON, not as a text that holds it`,
    await counted.text(),
  )

  await database.runScript(`
    drop function public.who_asks(), public.count_items(jsonb);
    drop table public.ungranted, public.granted;`)
}

/** The Data API over a database, as the local stack has it. */
export function dataApi({ connection }: Database): App {
  return new App({
    connection,
    auth: {
      enabled: true,
      jwt_secret: keys.jwt,
      publishable_key: keys.publishable,
      secret_key: keys.secret,
    },
    api: { enabled: true, schemas: ['public'] },
  })
}

/** The Data API over a database on a loopback port, for as long as `work` takes. */
export async function withDataApi<T>(
  database: Database,
  work: (supabaseUrl: string) => Promise<T>,
): Promise<T> {
  const app = dataApi(database)
  const server = serve({
    fetch: (request) => app.fetch(request, { peerAddress: '127.0.0.1' }),
    hostname: '127.0.0.1',
    port: 0,
  })
  if (!server.listening) await once(server, 'listening')
  try {
    const supabaseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    // Whoever comes first waits for it to read the schema, which may take longer than a call may.
    const warming = await fetch(`${supabaseUrl}/rest/v1/characters?select=id&limit=1`, {
      headers: { apikey: keys.secret },
    })
    await warming.body?.cancel()
    return await work(supabaseUrl)
  } finally {
    server.close()
    await once(server, 'close')
  }
}

function tokenOf(subject: string): Promise<string> {
  return new SignJWT({ role: 'authenticated', is_anonymous: true })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(subject)
    .setAudience('authenticated')
    .setIssuedAt()
    .setExpirationTime('5 minutes')
    .sign(new TextEncoder().encode(keys.jwt))
}

function isRefusal(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'code' in body && body.code === '42501'
}
