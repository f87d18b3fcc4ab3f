/** Which language's folder a chunk's module lies in, to tell its name from those of the others: `en-`. */
export function inLanguage(facadeModuleId: string | null): string {
  const [, language] = /[\\/]([a-z]{2})[\\/][^\\/]+$/u.exec(facadeModuleId ?? '') ?? []
  return language === undefined ? '' : `${language}-`
}
