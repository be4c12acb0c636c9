import { readRecorded } from '../data/read.ts';

/** How a value is merged and owned: at once (`atomic`) or item by item (structured-merge-diff schema). */
export interface MergeType {
  readonly scalar?: ScalarKind;
  readonly list?: ListType;
  readonly map?: MapType;
}

export type ScalarKind = 'numeric' | 'string' | 'boolean' | 'untyped';

export interface ListType {
  readonly atomic: boolean;
  /** By which members an item is known; empty for a set of plain values. */
  readonly keys: readonly string[];
  readonly item: () => MergeType;
}

export interface MapType {
  readonly atomic: boolean;
  readonly fields: ReadonlyMap<string, { readonly type: () => MergeType; readonly default?: unknown }>;
  /** The type of members without a field; missing when there may be none. */
  readonly element?: () => MergeType;
}

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly $ref?: string;
  readonly default?: unknown;
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-map-type'?: string;
  readonly 'x-kubernetes-patch-strategy'?: string;
  readonly 'x-kubernetes-patch-merge-key'?: string;
  readonly 'x-kubernetes-group-version-kind'?: readonly {
    readonly group: string;
    readonly version: string;
    readonly kind: string;
  }[];
}

const schemas = readRecorded<Readonly<Record<string, Schema>>>('schemas');
const named = new Map<string, MergeType>();
const kinds = new Map(
  Object.entries(schemas).flatMap(([name, schema]) =>
    (schema['x-kubernetes-group-version-kind'] ?? []).map(({ group, version, kind }): [string, string] => [
      `${group === '' ? version : `${group}/${version}`}/${kind}`,
      name,
    ]),
  ),
);

/** Anything, owned as a whole. */
const UNTYPED: MergeType = {
  scalar: 'untyped',
  list: { atomic: true, keys: [], item: () => UNTYPED },
  map: { atomic: true, fields: new Map(), element: () => UNTYPED },
};
/** Anything, objects member by member. */
const DEDUCED: MergeType = {
  scalar: 'untyped',
  list: { atomic: true, keys: [], item: () => UNTYPED },
  map: { atomic: false, fields: new Map(), element: () => DEDUCED },
};

/** The type of a kind, from the server's OpenAPI; undefined for a kind that has none. */
export function mergeTypeOf(apiVersion: string, kind: string): MergeType | undefined {
  const name = kinds.get(`${apiVersion}/${kind}`);
  return name === undefined ? undefined : typeNamed(name);
}

/** kube-openapi/pkg/schemaconv/openapi.go ToSchemaFromOpenAPI. */
function typeNamed(name: string): MergeType {
  const known = named.get(name);
  if (known) return known;
  const made = name.endsWith('.api.resource.Quantity')
    ? { scalar: 'untyped' as const }
    : name.endsWith('.runtime.RawExtension')
      ? UNTYPED
      : typeOf(schemas[name] ?? {});
  named.set(name, made);
  return made;
}

function typeOf(schema: Schema): MergeType {
  switch (schema.type) {
    case undefined:
      return { scalar: 'untyped', list: listOf(schema), map: mapOf(schema) };
    case 'object':
      return { map: mapOf(schema) };
    case 'array':
      return { list: listOf(schema) };
    case 'integer':
    case 'number':
      return { scalar: 'numeric' };
    case 'boolean':
      return { scalar: 'boolean' };
    default:
      return { scalar: stringKind(schema) };
  }
}

function stringKind(schema: Schema): ScalarKind {
  const format = 'format' in schema ? schema.format : '';
  return format === '' || format === 'byte' ? 'string' : 'untyped';
}

/** Made when it is first asked for, as types contain each other. */
function referred(schema: Schema): () => MergeType {
  let type: MergeType | undefined;
  return () => (type ??= resolved(schema));
}

function resolved(schema: Schema): MergeType {
  const reference = schema.$ref ?? (schema.allOf?.length === 1 ? schema.allOf[0]?.$ref : undefined);
  if (reference === undefined) return typeOf(schema);
  const type = typeNamed(reference.slice(reference.lastIndexOf('/') + 1));
  const relation = schema['x-kubernetes-map-type'];
  // a field may be stricter than its type
  return relation === undefined || !type.map
    ? type
    : { ...type, map: { ...type.map, atomic: relation === 'atomic' } };
}

function mapOf(schema: Schema): MapType {
  const fields = Object.entries(schema.properties ?? {}).map(
    ([name, member]) => [name, { type: referred(member), default: member.default }] as const,
  );
  const element = elementOf(schema);
  return {
    atomic: schema['x-kubernetes-map-type'] === 'atomic',
    fields: new Map(fields),
    ...(element ? { element } : {}),
  };
}

function elementOf({ properties, additionalProperties }: Schema): (() => MergeType) | undefined {
  if (additionalProperties === undefined) return properties ? undefined : () => DEDUCED;
  if (typeof additionalProperties === 'object') return referred(additionalProperties);
  return additionalProperties ? () => DEDUCED : undefined;
}

function listOf(schema: Schema): ListType {
  const item = schema.items ? referred(schema.items) : (): MergeType => UNTYPED;
  const type = schema['x-kubernetes-list-type'];
  if (type !== undefined) {
    const keys = type === 'map' ? (schema['x-kubernetes-list-map-keys'] ?? []) : [];
    return { atomic: type === 'atomic', keys, item };
  }
  const isMerged = schema['x-kubernetes-patch-strategy']?.startsWith('merge') ?? false;
  const key = schema['x-kubernetes-patch-merge-key'];
  return { atomic: !isMerged, keys: isMerged && key !== undefined ? [key] : [], item };
}
