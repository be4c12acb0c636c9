/** The parameters of a URL, each with all its values in order. */
export type Query = ReadonlyMap<string, readonly string[]>;

/** As Go's `url.ParseQuery`: a pair that is malformed is dropped. */
export function parseQuery(text: string): Query {
  const query = new Map<string, string[]>();
  for (const pair of text.split('&')) {
    if (pair === '' || pair.includes(';')) continue;
    const equals = pair.indexOf('=');
    const name = unescape(equals < 0 ? pair : pair.slice(0, equals));
    const value = equals < 0 ? '' : unescape(pair.slice(equals + 1));
    if (name === undefined || value === undefined) continue;
    const values = query.get(name);
    if (values) values.push(value);
    else query.set(name, [value]);
  }
  return query;
}

/** The first value, as most parameters are read. */
export function first(query: Query, name: string): string | undefined {
  return query.get(name)?.[0];
}

function unescape(text: string): string | undefined {
  return percentDecoded(text.replaceAll('+', ' '));
}

/** Undefined for `%` without two digits. Bytes that are no UTF-8 become U+FFFD. */
export function percentDecoded(text: string): string | undefined {
  if (!text.includes('%')) return text;
  if (/%(?![0-9a-fA-F]{2})/.test(text)) return undefined;
  return text.replaceAll(/(?:%[0-9a-fA-F]{2})+/g, (run) =>
    Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'),
  );
}
