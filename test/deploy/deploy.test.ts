import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { signIn } from '../../scripts/measure/sign-in.ts'
import { denoExecutable, functionNames } from '../../scripts/stack/functions/deno.ts'
import type { Stack } from '../../scripts/stack/stack.ts'
import { startTestStack } from '../../scripts/testing/test-stack.ts'
import { testTools } from '../../scripts/testing/test-tools.ts'
import { routes, type Route } from '../../supabase/functions/_shared/routes.ts'
import { readEvents } from '../fixtures/event-reader.ts'
import { documentedCommands, documents } from './documented-commands.ts'
import { type DeployedFunctions, deployedFunctions } from './deployed-functions.ts'
import { type ManagementApi, projectRef, startManagementApi } from './management-api.ts'

const { denoExecutable: edgeDeno } = await testTools()
const denos = { 'the Deno of today': denoExecutable(), 'the Deno of the Edge Runtime': edgeDeno }

let api: ManagementApi
let stack: Stack
let token = ''

before(async () => {
  api = await startManagementApi()
  stack = await startTestStack()
  token = await signIn(stack)
  for (const command of await documentedCommands('README.md')) {
    // It asks in a browser who is there; here the CLI has a token.
    if (command[0] === 'login') continue
    const parameters = command.map((word) => word.replace('YOUR-PROJECT', projectRef))
    const { code, stderr } = await api.run(parameters)
    // Some mean a database of this machine unless they are told otherwise.
    assert.match(stderr, new RegExp(`^Target: project .*${projectRef}`, 'mu'), parameters.join(' '))
    // The project's database is nowhere; the database suite pushes to real ones.
    if (command.join(' ').startsWith('db push')) continue
    // Having written, it wants all of Auth's settings back, some 250; what it wrote is looked at below.
    if (command.join(' ').startsWith('config push')) continue
    assert.equal(code, 0, `supabase ${parameters.join(' ')}\n${stderr}`)
  }
})
after(async () => {
  await api.close()
  await stack.close()
})

function uploaded(name: string) {
  const upload = api.uploaded.get(name)
  assert.ok(upload, `${name} was not uploaded`)
  return upload
}

it('every command that is written anywhere acts without a terminal', async () => {
  for (const document of documents) {
    for (const command of await documentedCommands(document)) {
      const acts = /^(config push|db push|secrets set|functions deploy)\b/u.test(command.join(' '))
      assert.equal(command.includes('--yes'), acts, `${document}: supabase ${command.join(' ')}`)
    }
  }
})

it('without --yes nothing is changed, and nothing is waited for', async () => {
  const uploadsBefore = new Map(api.uploaded)
  const { code, stderr } = await api.run(['functions', 'deploy', '--use-api'])
  assert.notEqual(code, 0)
  assert.deepEqual(new Map(api.uploaded), uploadsBefore)
  assert.match(stderr, /Re-run with --yes/u)
})

it('sets the project up for visitors', () => {
  assert.deepEqual(api.changes.get('PATCH /v1/config/auth'), {
    external_anonymous_users_enabled: true,
    jwt_exp: 3600,
    rate_limit_anonymous_users: 300,
    rate_limit_token_refresh: 1500,
    security_captcha_enabled: false,
    security_manual_linking_enabled: true,
    site_url: 'https://visavis.example',
  })
  assert.deepEqual(api.changes.get('POST /v1/secrets'), [{ name: 'GROQ_API_KEY', value: 'gsk_1' }])
})

it('pushes the captcha that is enabled as the guide says, with the secret beside it', async () => {
  const captchaApi = await startManagementApi()
  try {
    const file = join(captchaApi.folder, 'supabase', 'config.toml')
    const config = await readFile(file, 'utf8')
    const enabled = config.replace(
      '[auth.captcha]\nenabled = false',
      '[auth.captcha]\nenabled = true',
    )
    await writeFile(file, enabled)
    const project = `--project-ref=${projectRef}`
    await captchaApi.run(['config', 'push', project, '--yes'], {
      TURNSTILE_SECRET_KEY: 'turnstile-1',
    })
    await captchaApi.run(['secrets', 'set', project, 'TURNSTILE_SITE_KEY=site-1', '--yes'])

    const auth = captchaApi.changes.get('PATCH /v1/config/auth') as Record<string, unknown>
    assert.equal(auth['security_captcha_enabled'], true)
    assert.equal(auth['security_captcha_provider'], 'turnstile')
    assert.equal(auth['security_captcha_secret'], 'turnstile-1')
    assert.deepEqual(captchaApi.changes.get('POST /v1/secrets'), [
      { name: 'TURNSTILE_SITE_KEY', value: 'site-1' },
    ])
  } finally {
    await captchaApi.close()
  }
})

it('pushes to a project that a remote names what is different there, and all else as it is', async () => {
  const remoteApi = await startManagementApi()
  try {
    const file = join(remoteApi.folder, 'supabase', 'config.toml')
    const config = (await readFile(file, 'utf8')).replaceAll('yourstagingprojectid', projectRef)
    const ownAddress = 'https://staging.example'
    await writeFile(file, `${config}\n[remotes.staging.auth]\nsite_url = "${ownAddress}"\n`)
    const { stderr } = await remoteApi.run(['config', 'push', `--remote=${projectRef}`, '--yes'])

    assert.match(stderr, /\[remotes\.staging\]/u)
    assert.deepEqual(remoteApi.changes.get('PATCH /v1/config/auth'), {
      ...(api.changes.get('PATCH /v1/config/auth') as object),
      site_url: ownAddress,
    })
  } finally {
    await remoteApi.close()
  }
})

it('uploads every function, of each its modules and its import map alone', () => {
  assert.deepEqual([...api.uploaded.keys()].sort(), functionNames())
  for (const name of functionNames()) {
    const { files, metadata } = uploaded(name)
    const { entrypoint_path, import_map_path, static_patterns, verify_jwt } = metadata
    assert.deepEqual(
      [entrypoint_path, import_map_path],
      [`supabase/functions/${name}/index.ts`, `supabase/functions/${name}/deno.json`],
    )
    // The host drops static files, and checks of tokens are ours.
    assert.deepEqual([static_patterns, verify_jwt], [[], false])
    const others = [...files.keys()].filter(
      (path) => path !== import_map_path && !path.endsWith('.ts'),
    )
    assert.deepEqual(others, [])
  }
})

for (const [which, deno] of Object.entries(denos)) {
  const skip = deno === null && 'there is no build of it for this machine'
  describe(`in ${which}, from what was uploaded and nothing else`, { skip }, () => {
    let deployed: DeployedFunctions
    const addresses: Record<string, string> = {}

    before(async () => {
      deployed = await deployedFunctions(deno ?? '', stack.functionEnvironment)
      const starts = functionNames().map(async (name) => {
        addresses[name] = await deployed.start(name, uploaded(name))
      })
      await Promise.all(starts)
    })
    after(() => deployed.close())

    function call(path: string, init: RequestInit = {}) {
      const name = /^[^/?]+/u.exec(path)?.[0] ?? ''
      const headers = { origin: 'http://localhost:5173', 'content-type': 'application/json' }
      return fetch(`${addresses[name]}/${path}`, {
        ...init,
        headers: { ...headers, ...init.headers },
      })
    }
    const authorization = () => ({ authorization: `Bearer ${token}` })

    it('every function answers a preflight, and refuses what it has to', async () => {
      for (const name of functionNames()) {
        assert.equal((await call(name, { method: 'OPTIONS' })).status, 204, name)
        assert.equal((await call(name, { method: 'DELETE' })).status, 405, name)
      }
      for (const [name, routesOfFunction] of Object.entries(routes)) {
        const bare = Object.values<Route>(routesOfFunction).find(({ path }) => path.test('/'))
        const { method, mode } = bare ?? assert.fail(name)
        const { status } = await call(name, { method, ...(method === 'POST' && { body: '{}' }) })
        assert.equal(status, { none: 200, site: 400, visitor: 401, service: 401 }[mode], name)
      }
    })

    it('session tells a page its character', async () => {
      const body = JSON.stringify({ siteKey: stack.siteKey, characterSlug: 'nora' })
      const response = await call('session', { method: 'POST', body })
      const { character } = (await response.json()) as { character: { name: string } }
      assert.equal(character.name, 'Nora')
    })

    it('chat answers a message', async () => {
      const message = { siteKey: stack.siteKey, characterSlug: 'nora', content: 'Hello!' }
      const response = await call('chat', {
        method: 'POST',
        headers: authorization(),
        body: JSON.stringify({ ...message, clientMessageId: randomUUID() }),
      })
      const events = await readEvents(response).rest()
      assert.deepEqual(
        [response.status, events[0]?.event.type, events.at(-1)?.event.type],
        [200, 'meta', 'message-end'],
      )
    })

    it('models lists who may answer', async () => {
      const response = await call('models', { headers: authorization() })
      assert.equal(response.status, 200)
    })

    it('avatar-session leaves the face to the page without a key of Anam’s', async () => {
      const body = JSON.stringify({ siteKey: stack.siteKey, characterSlug: 'nora' })
      const init = { method: 'POST', headers: authorization(), body }
      const response = await call('avatar-session', init)
      assert.deepEqual(await response.json(), { mode: 'local' })
    })
  })
}
