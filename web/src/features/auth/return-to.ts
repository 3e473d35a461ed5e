/** Where to go after signing in. Only a path of this store: an address elsewhere would let a link lead astray. */
export function safeReturnTo(value: string | null): string {
  if (value === null || !value.startsWith('/') || value.startsWith('//') || value.includes('\\')) return '/';
  return value;
}
