import type { MistakeWords } from '../mistake-words.ts'

export const words: MistakeWords = {
  guide: '../ru/guides/embed.html#если-не-появилось',
  sentences: {
    'no-site-key': () =>
      'не хватает ключа сайта. Напишите data-site-key="…" в теге скрипта или site-key="…" в элементе.',
    'site-not-found': (siteKey) => `сайта с ключом "${siteKey}" нет. Сравните с таблицей "sites".`,
    'character-not-found': (slug) => `у сайта нет персонажа "${slug}".`,
    'origin-not-allowed': (origin) =>
      `сайту нельзя стоять на ${origin}. Добавьте этот адрес в "allowed_origins" сайта.`,
    'no-origin': () =>
      'у фрейма с sandbox нет адреса, который можно было бы разрешить. Добавьте в sandbox allow-same-origin.',
    'api-url': (apiUrl) =>
      `по адресу "${apiUrl}" проект не отвечает: напишите адрес без пути, как https://project.supabase.co.`,
    blocked: (directive, blocked) =>
      `Content Security Policy страницы не пускает ${blocked}. Разрешите в ${directive}.`,
    'tag-taken': (tag) =>
      `<${tag}> на этой странице уже занят другим скриптом, и разговор не откроется.`,
    'attribute-value': (given, allowed) => `${given} не действует. Можно: ${allowed}.`,
    'flag-false': (name) =>
      `${name}="false" включено, как при любом значении. Чтобы выключить, уберите этот атрибут.`,
  },
  notes: {
    'no-site-key': 'Чат ещё не настроен: в теге скрипта нет data-site-key.',
    'tag-taken':
      'Чат здесь не открывается: его имя занял другой скрипт. Пожалуйста, скажите владельцу сайта.',
  },
  link: 'Как настроить',
}
