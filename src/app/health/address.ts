/** Where to listen. No host: on every address. */
export interface Address {
  readonly host?: string;
  readonly port: number;
}

/** `10259` (this machine only), `:10259` (every address), `0.0.0.0:10259`, `[::1]:10259`; undefined for anything else. */
export function parseAddress(text: string): Address | undefined {
  const { host, port = '' } =
    /^(?:(?<host>\[[0-9a-fA-F:.]+\]|[^\s:[\]]*):)?(?<port>\d{1,5})$/.exec(text)?.groups ?? {};
  if (port === '' || Number(port) > 65_535) return undefined;
  if (host === '') return { port: Number(port) };
  return { host: host?.replace(/^\[|\]$/g, '') ?? '127.0.0.1', port: Number(port) };
}

/** As it was written. */
export function addressText({ host, port }: Address): string {
  return host?.includes(':') ? `[${host}]:${port}` : `${host ?? ''}:${port}`;
}
