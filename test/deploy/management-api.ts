import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { type CliResult, runSupabaseCli } from '../../scripts/database/supabase-cli.ts'
import { closeServer, listenOnFreePort } from '../../scripts/stack/listen.ts'

const supabaseDirectory = fileURLToPath(new URL('../../supabase/', import.meta.url))

/** The project that commands name. */
export const projectRef = 'abcdefghijklmnopqrst'

/** One function as it was uploaded. */
export type UploadedFunction = {
  /** By their paths from the root of the project. */
  files: ReadonlyMap<string, Uint8Array>
  metadata: {
    entrypoint_path: string
    import_map_path: string
    static_patterns: readonly string[]
    verify_jwt: boolean
  }
}

export type ManagementApi = {
  /** A copy of the project as it deploys; the CLI runs in it. */
  readonly folder: string
  /** What was uploaded since the start, by the functions' names. */
  readonly uploaded: ReadonlyMap<string, UploadedFunction>
  /** What else was changed since the start: the bodies by method and path within the project. */
  readonly changes: ReadonlyMap<string, unknown>
  /** Runs the Supabase CLI on that copy, against this API instead of the real one, without a terminal. */
  run(parameters: readonly string[], environment?: Record<string, string>): Promise<CliResult>
  close(): Promise<void>
}

/** Stands for `api.supabase.com`, with one project in it that has nothing yet. */
export async function startManagementApi(): Promise<ManagementApi> {
  const uploaded = new Map<string, UploadedFunction>()
  const changes = new Map<string, unknown>()

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = '', url = '' } = incoming
    const { pathname, searchParams } = new URL(url, 'http://localhost')
    const body = await buffer(incoming)
    const slug = searchParams.get('slug')
    if (pathname.endsWith('/functions/deploy') && slug !== null) {
      const type = incoming.headers['content-type'] ?? ''
      uploaded.set(
        slug,
        await readUpload(new Response(body, { headers: { 'content-type': type } })),
      )
      return respond(outgoing, 201, deployed(slug))
    }
    const route = `${method} ${pathname.replace(`/projects/${projectRef}`, '')}`
    if (method !== 'GET') changes.set(route, JSON.parse(body.toString()))
    const known = answers[route]
    if (known === undefined) return respond(outgoing, 404, { message: 'Not found' })
    respond(outgoing, 200, known)
  }

  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing))
  const apiUrl = `http://127.0.0.1:${await listenOnFreePort(server, 0)}`
  const folder = await mkdtemp(join(tmpdir(), 'visavis-project-'))
  // The CLI notes in it which project is linked, which is nothing to a developer's own.
  const isOurs = (path: string) => !path.includes('.temp')
  await cp(supabaseDirectory, join(folder, 'supabase'), { recursive: true, filter: isOurs })
  await writeFile(join(folder, '.env.production'), 'GROQ_API_KEY=gsk_1\n')
  const profile = join(folder, 'profile.yaml')
  const addresses = ['api_url', 'dashboard_url', 'docs_url'].map((name) => `${name}: ${apiUrl}\n`)
  const hosts = ['project_host', 'pooler_host'].map((name) => `${name}: project.invalid\n`)
  await writeFile(profile, ['name: test\n', ...addresses, ...hosts].join(''))

  return {
    folder,
    uploaded,
    changes,
    run: (parameters, environment) =>
      runSupabaseCli([...parameters, '--profile', profile], {
        folder,
        environment: { SUPABASE_ACCESS_TOKEN: `sbp_${'0123456789'.repeat(4)}`, ...environment },
      }),
    async close() {
      await closeServer(server)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const database = { host: 'project.invalid', version: '17.6', postgres_engine: '17' }
const project = {
  ...{ id: projectRef, ref: projectRef, name: 'Visavis', region: 'eu-central-1' },
  ...{ organization_id: 'ours', organization_slug: 'ours', created_at: '2026-11-30T00:00:00Z' },
  ...{ status: 'ACTIVE_HEALTHY', database: { ...database, release_channel: 'ga' } },
}
const keys = ['anon', 'service_role'].map((name) => ({ name, api_key: name, type: 'legacy' }))

/** By method and path within the project. A new project is set up as hosted ones are. */
const answers: Record<string, unknown> = {
  'GET /v1': project,
  'GET /v1/api-keys': keys,
  'GET /v1/billing/addons': { selected_addons: [], available_addons: [] },
  'GET /v2/config': { data: { attributes: { auth: { site_url: 'http://localhost:3000' } } } },
  'PATCH /v1/config/auth': {},
  'POST /v1/secrets': {},
  'PUT /v1/functions': [],
}

function deployed(slug: string) {
  const id = '5f0c2f7c-3d0e-4a0e-8a58-0f4a2f7f8f11'
  return { id, slug, name: slug, status: 'ACTIVE', version: 1, created_at: 1, updated_at: 1 }
}

async function readUpload(request: Response): Promise<UploadedFunction> {
  const form = await request.formData()
  const files = new Map<string, Uint8Array>()
  for (const file of form.getAll('file')) {
    if (typeof file === 'string') throw new Error('A file came as a field')
    files.set(file.name, new Uint8Array(await file.arrayBuffer()))
  }
  const metadata = form.get('metadata')
  if (typeof metadata !== 'string') throw new Error('The upload has no metadata')
  return { files, metadata: JSON.parse(metadata) as UploadedFunction['metadata'] }
}

function respond(outgoing: ServerResponse, status: number, body: unknown): void {
  outgoing.writeHead(status, { 'content-type': 'application/json' })
  outgoing.end(JSON.stringify(body))
}
