import { allSchemas, PREFIX } from './schemas.ts';

/** A schema of OpenAPI v2, as far as the kinds of the API need it. */
export interface Definition {
  readonly $ref?: string;
  readonly description?: string;
  readonly type?: string;
  readonly format?: string;
  readonly required?: readonly string[];
  readonly items?: Definition;
  readonly additionalProperties?: Definition;
  readonly properties?: Readonly<Record<string, Definition>>;
  readonly [extension: `x-${string}`]: unknown;
}

interface Version3 extends Omit<Definition, 'items' | 'additionalProperties' | 'properties'> {
  readonly items?: Version3;
  readonly additionalProperties?: Version3;
  readonly properties?: Readonly<Record<string, Version3>>;
  readonly allOf?: readonly Version3[];
  readonly oneOf?: readonly Version3[];
}

let made: Readonly<Record<string, Definition>> | undefined;

/** Every schema in the form of version 2, by name: what Go's generators make of the same types. */
export function definitions(): Readonly<Record<string, Definition>> {
  made ??= Object.fromEntries(
    // what was recorded is schemas
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
    Object.entries(allSchemas()).map(([name, schema]) => [name, definitionOf(schema as Version3)]),
  );
  return made;
}

function definitionOf(schema: Version3): Definition {
  const { $ref, description, type, format, required, items, additionalProperties, properties } = schema;
  // with words of its own beside it, a reference is the only member of a list in version 3
  const reference = $ref ?? schema.allOf?.[0]?.$ref;
  const extensions = Object.entries(schema).filter(([key]) => key.startsWith('x-'));
  return {
    ...(description === undefined ? {} : { description }),
    ...(reference === undefined ? {} : { $ref: reference.replace(PREFIX, '#/definitions/') }),
    // numbers or words: version 2 has no alternatives
    ...(schema.oneOf ? { type: 'string' } : type === undefined ? {} : { type }),
    ...(format === undefined ? {} : { format }),
    ...(required === undefined ? {} : { required }),
    ...(items ? { items: definitionOf(items) } : {}),
    ...(additionalProperties ? { additionalProperties: definitionOf(additionalProperties) } : {}),
    ...(properties
      ? {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, property]) => [name, definitionOf(property)]),
          ),
        }
      : {}),
    ...Object.fromEntries(extensions),
  };
}
