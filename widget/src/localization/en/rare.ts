import type { RareWords } from '../panel-words.ts'
import { rareProblems } from '../rare-problems.ts'

const problems = rareProblems({ language: 'en', at: 'at', soon: 'in a moment' }, (when) => ({
  rate_limited: `Too many requests have come from your network. Your conversation is safe here. Try again ${when}.`,
  turn_in_progress: 'An answer is still being written. Wait for it, or stop it.',
  unauthorized: 'The page does not know who you are. Reload it, or sign in again.',
  database_unavailable: `The service is resting. Try again ${when}.`,
  auth_unavailable: `The service is resting. Your conversation is safe here. Try again ${when}.`,
  too_many_visitors: `Many new people have come here from your network. Your words stay here. Try again ${when}.`,
  visitor_banned:
    'The owner of this site has closed the chat for you. If that is a mistake, please write to them.',
  sign_in_off: 'New visitors cannot write here at the moment. Please tell the site’s owner.',
  captcha_failed: 'The check that you are human did not succeed. Your words stay here: try again.',
  captcha_blocked:
    'The check that you are human did not load: a blocker or the network was in its way. Your words stay here: try again.',
  file_refused: 'Pictures and files cannot be sent here yet. Please describe them in words.',
  storage_blocked:
    'This browser keeps nothing for this page: after a reload the conversation begins anew.',
  model_not_allowed: 'This site chooses the model itself.',
  wrong_site: 'This chat belongs to another site. Start a new one.',
  character_not_found: 'This companion is not here any more.',
  chat_not_found: 'This chat is no longer there. Start a new one.',
  message_not_found: 'This message is no longer there.',
  origin_not_allowed: 'This chat is not set up for this page. Please tell the site’s owner.',
  site_not_found: 'This chat is not set up for this page. Please tell the site’s owner.',
}))

export const words: RareWords = {
  problems,
  copyRefused: 'Not copied: the browser does not allow it. Select the text instead.',
  humanCheck: 'A short check that you are human, and your message is on its way.',
}
