/**
 * Headers of every answer. The styles of the components are written into the page while it runs, hence the inline
 * styles; scripts come from files of this store only.
 */
export const answerHeaders = [
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'strict-origin-when-cross-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
] as const;

const pagePolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** Headers of a page beside those of every answer. */
export const pageHeaders = [
  ['content-security-policy', pagePolicy],
  ['x-frame-options', 'DENY'],
  ['cross-origin-opener-policy', 'same-origin'],
  ['permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=()'],
] as const;

/** Headers of what others uploaded or a generator drew: shown as a picture, never run as a page. */
export const mediaHeaders = [
  ['content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox"],
  ['cache-control', 'public, max-age=604800'],
] as const;
