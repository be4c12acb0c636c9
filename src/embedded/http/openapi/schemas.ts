import { readRecorded } from '../../data/read.ts';

/** A schema of OpenAPI v3, as recorded. */
export interface Schema {
  readonly 'x-kubernetes-group-version-kind'?: readonly GroupVersionKind[];
  readonly [keyword: string]: unknown;
}

/** As OpenAPI documents name a kind. */
export interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

let recorded: Readonly<Record<string, Schema>> | undefined;

/** All of them, by names such as `io.k8s.api.core.v1.Pod`. Read when somebody asks for the first time. */
export function allSchemas(): Readonly<Record<string, Schema>> {
  recorded ??= readRecorded<Readonly<Record<string, Schema>>>('schemas');
  return recorded;
}

/** The name of the schema of a kind; undefined for what has none. */
export function schemaNameOf({ group, version, kind }: GroupVersionKind): string | undefined {
  const entry = Object.entries(allSchemas()).find(([name, schema]) => {
    // options and the like are of every group: there the name tells
    const kinds = name.endsWith(`.${kind}`) ? (schema['x-kubernetes-group-version-kind'] ?? []) : [];
    return kinds.some((each) => each.group === group && each.version === version && each.kind === kind);
  });
  return entry?.[0];
}

/** Where schemas of version 3 are. */
export const PREFIX = '#/components/schemas/';

/** The schemas of these names and what they refer to, by name. */
export function reachable(names: Iterable<string>): Record<string, Schema> {
  const all = allSchemas();
  const found = new Map<string, Schema>();
  const queue = [...names];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const schema = all[name];
    if (!schema || found.has(name)) continue;
    found.set(name, schema);
    queue.push(...references(schema));
  }
  return Object.fromEntries([...found].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function references(schema: Schema): string[] {
  const matches = JSON.stringify(schema).matchAll(/"\$ref":"([^"]+)"/g);
  return Array.from(matches, ([, reference = '']) => reference.slice(PREFIX.length));
}

/** A reference to a schema. */
export function referenceTo(name: string): { readonly $ref: string } {
  return { $ref: `${PREFIX}${name}` };
}
