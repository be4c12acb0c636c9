/** One range of an Accept header. */
export interface AcceptClause {
  /** `application`, or `*`. */
  readonly type: string;
  /** `json`, or `*`. */
  readonly subtype: string;
  readonly quality: number;
  readonly parameters: ReadonlyMap<string, string>;
}

/** The ranges of an Accept header, the preferred one first; what cannot be read is left out (github.com/munnerz/goautoneg). */
export function parseAccept(header: string): AcceptClause[] {
  return header.split(',').flatMap(clauseOf).toSorted(byPreference);
}

function clauseOf(part: string): AcceptClause[] {
  const [range = '', ...rest] = part.split(';');
  const [type = '', subtype = type.trim() === '*' ? '*' : '', more] = range.split('/');
  if (subtype === '' || more !== undefined) return [];
  const parameters = new Map(rest.flatMap(parameterOf));
  const quality = Number(parameters.get('q') ?? 1);
  parameters.delete('q');
  return [{ type: type.trim(), subtype: subtype.trim(), quality, parameters }];
}

function parameterOf(text: string): [name: string, value: string][] {
  const [name = '', value = '', more] = text.split('=');
  return value === '' || more !== undefined ? [] : [[name.trim(), value.trim()]];
}

function byPreference(a: AcceptClause, b: AcceptClause): number {
  return (
    (b.quality || 0) - (a.quality || 0) ||
    Number(a.type === '*') - Number(b.type === '*') ||
    Number(a.subtype === '*') - Number(b.subtype === '*')
  );
}
