/**
 * A policy as strict as a careful page would have it, and all the widget needs of it: the script's
 * origin, the API's origin, and the one Trusted Types policy that its templates are made with.
 * Everything else the page itself uses.
 */
export function strictContentSecurityPolicy(origins: { siteUrl: string; apiUrl: string }): string {
  return [
    "default-src 'none'",
    `script-src ${origins.siteUrl}`,
    `connect-src ${origins.apiUrl}`,
    "style-src 'self'",
    "img-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types lit-html',
  ].join('; ')
}
