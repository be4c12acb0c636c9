/** A JSON schema as OpenAPI v3 of Kubernetes writes it. */
export interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly description?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly $ref?: string;
  readonly 'x-kubernetes-group-version-kind'?: readonly { group: string; version: string; kind: string }[];
}

/** Schemas by their full name, `io.k8s.api.core.v1.Pod`. */
export type Schemas = Record<string, Schema>;

const PREFIX = '#/components/schemas/';

/** TypeScript interfaces for the schemas: what a decoded object may hold. Writable, since defaults fill drafts in. */
export function typesOf(schemas: Schemas, version: string): string {
  const head = `/** Kubernetes' own types. Generated from the OpenAPI of kube-apiserver ${version} by scripts/record-api.ts: not edited by hand. */\n`;
  const bodies = Object.entries(schemas).map(([name, schema]) => declaration(name, schema));
  return `${head}\n${bodies.join('\n')}`;
}

function declaration(name: string, schema: Schema): string {
  const short = shortName(name);
  const doc = `/** ${name} */\n`;
  if (!schema.properties) return `${doc}export type ${short} = ${typeOf(schema)};\n`;
  const stored = schema['x-kubernetes-group-version-kind'] && schema.properties['metadata'];
  const lines = Object.entries(schema.properties).map(([key, value]) => {
    const needed = (schema.required?.includes(key) ?? false) || (stored && key === 'metadata');
    return `  ${/^\w+$/.test(key) ? key : `'${key}'`}${needed ? '' : '?'}: ${typeOf(value)};`;
  });
  return `${doc}export interface ${short} {\n${lines.join('\n')}\n}\n`;
}

function typeOf(schema: Schema): string {
  const ref = schema.$ref ?? schema.allOf?.[0]?.$ref;
  if (ref) return shortName(ref.slice(PREFIX.length));
  if (schema.oneOf) return 'number | string';
  switch (schema.type) {
    case 'string':
      return schema.format === 'int-or-string' ? 'number | string' : 'string';
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'array': {
      const item = typeOf(schema.items ?? {});
      return item.includes('|') ? `(${item})[]` : `${item}[]`;
    }
    case 'object':
      return schema.additionalProperties
        ? `Record<string, ${typeOf(schema.additionalProperties)}>`
        : 'Record<string, unknown>';
    default:
      return 'unknown';
  }
}

/** `Pod`; where two groups share a name, the younger one carries its group: `EventsEvent`. */
function shortName(full: string): string {
  const kind = full.slice(full.lastIndexOf('.') + 1);
  const group = TWICE.find((name) => full === `io.k8s.api.${name}.v1.${kind}` && SHARED.has(kind));
  return group ? `${group[0]?.toUpperCase() ?? ''}${group.slice(1)}${kind}` : kind;
}

const TWICE = ['events', 'discovery', 'resource', 'storage'];
const SHARED = new Set([
  'Event',
  'EventList',
  'EventSeries',
  'EndpointPort',
  'ResourceClaim',
  'TokenRequest',
]);
