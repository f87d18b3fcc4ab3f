import type { SessionResponse } from '@visavis/shared/wire/session.ts'
import type { Connection } from '../src/chat/connection.ts'
import type { VisavisChatList } from '../src/elements/chat-list/chat-list.ts'
import type { ConversationError } from '../src/transports/conversation-error.ts'
import { found } from './found.ts'
import type { ScriptedAvatar } from './scripted-avatar.ts'
import { characterCard } from './states.ts'
import { type LookLanguage, texts } from './texts.ts'

type Row = { id: string; title: string | null; opening: string; updated_at: string }

/** Conversations as the Data API keeps them, and what was asked of it. */
export class ScriptedChats {
  rows: Row[]
  readonly asked: [method: string, path: string, body: unknown][] = []
  /** Why everything is refused. */
  refusal: ConversationError | null = null

  constructor(rows: Row[]) {
    this.rows = rows
  }

  async call(path: string, { method = 'GET', body }: RequestInit): Promise<Response> {
    const sent = typeof body === 'string' ? (JSON.parse(body) as Record<string, unknown>) : null
    this.asked.push([method, path, sent])
    if (this.refusal) throw this.refusal
    const id = new URLSearchParams(path.split('?')[1]).get('id')?.replace('eq.', '')
    const behind = this.rows.findIndex((row) => row.id === sent?.['before_id']) + 1
    if (method === 'POST') return Response.json(this.rows.slice(behind, behind + 50))
    if (method === 'DELETE') this.rows = this.rows.filter((row) => row.id !== id)
    else this.rows = this.rows.map((row) => (row.id === id ? { ...row, ...sent } : row))
    return new Response(null, { status: 204 })
  }
}

/** Some that are short and long, old and new, with a name and without. */
export function chatRows(language: LookLanguage): Row[] {
  const { question, thanks, draft } = texts[language]
  const now = Date.now()
  const ago = (days: number) => new Date(now - days * 86_400_000).toISOString()
  return [
    { id: 'today', title: null, opening: question, updated_at: ago(0) },
    {
      id: 'named',
      title: language === 'ru' ? 'Сон' : 'Sleep',
      opening: thanks,
      updated_at: ago(3),
    },
    { id: 'old', title: null, opening: `${draft}\n\n${draft}`, updated_at: ago(400) },
  ]
}

/** Gives a scripted element conversations, and opens their list. */
export async function showChats(
  avatar: ScriptedAvatar,
  chats = new ScriptedChats(chatRows(avatar.language)),
): Promise<VisavisChatList> {
  const { conversation, panel, language } = avatar
  const character = characterCard(language)
  const session: Partial<SessionResponse> = { site: { id: 'site', name: 'Site' }, character }
  conversation.connection = { api: chats } as unknown as Connection
  conversation.show({ session: session as SessionResponse, chatId: 'today' })
  const header = avatar.inside('visavis-header')
  header.querySelector<HTMLElement>('.dots')?.click()
  const item = await found(header, '[role=menuitem]:nth-child(2)')
  item.dispatchEvent(new MouseEvent('click'))
  const list = await found(panel, 'visavis-chat-list')
  await found(list.shadowRoot, 'li, [role=alert], .none')
  return list
}
