/**
 * A repository's address as it can be handed in: a user name, password, token, query or fragment in it is dropped.
 * Undefined for what nobody else can open: an empty text, a folder of this machine. `git@host:path` stays as it is,
 * its `git` is no secret.
 */
export function publicAddress(text: string): string | undefined {
  const address = text.trim();
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(address)) return withoutCredentials(address);
  const scp = /^(?:([^@/\s]+)@)?([^@/:\s]{2,}):(?!\\)(\S+)$/.exec(address);
  if (!scp) return /^[\w-]+(\.[\w-]+)+\/\S+$/.test(address) ? address.replace(/[?#].*$/, '') : undefined;
  const [, user, host = '', path = ''] = scp;
  return `${user === undefined || user.includes(':') ? '' : `${user}@`}${host}:${path}`;
}

function withoutCredentials(address: string): string | undefined {
  const url = URL.parse(address);
  if (!url || url.protocol === 'file:') return undefined;
  // an ssh user names the account to log in to; in an http address it may be a token
  if (url.protocol !== 'ssh:') url.username = '';
  url.password = '';
  url.search = '';
  url.hash = '';
  return url.href;
}
