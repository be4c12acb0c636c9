import { Writer } from '../../wire/writer.ts';
import type { Definition } from './definitions.ts';
import type { INFO } from './documents.ts';

/** A document of OpenAPI v2 as protobuf (github.com/google/gnostic-models/openapiv2/OpenAPIv2.proto): without paths. */
export function encodeDocument(
  { title, version }: typeof INFO,
  definitions: Readonly<Record<string, Definition>>,
): Buffer {
  const writer = new Writer();
  text(writer, 1, '2.0');
  message(writer, 2, () => {
    text(writer, 1, title);
    text(writer, 2, version);
  });
  message(writer, 9, () => {
    schemas(writer, definitions);
  });
  return writer.bytes();
}

/** `Definitions` and `Properties`: a NamedSchema for each. */
function schemas(writer: Writer, named: Readonly<Record<string, Definition>>): void {
  for (const [name, definition] of Object.entries(named)) {
    message(writer, 1, () => {
      text(writer, 1, name);
      message(writer, 2, () => {
        schema(writer, definition);
      });
    });
  }
}

/** The fields of a `Schema`, by number. */
function schema(writer: Writer, definition: Definition): void {
  const {
    $ref,
    format,
    description,
    required = [],
    additionalProperties,
    type,
    items,
    properties,
  } = definition;
  text(writer, 1, $ref);
  text(writer, 2, format);
  text(writer, 4, description);
  for (const name of required) text(writer, 19, name);
  nested(writer, 21, additionalProperties);
  if (type !== undefined) {
    message(writer, 22, () => {
      text(writer, 1, type);
    });
  }
  nested(writer, 23, items);
  if (properties) {
    message(writer, 25, () => {
      schemas(writer, properties);
    });
  }
  for (const [name, value] of Object.entries(definition)) {
    if (name.startsWith('x-')) extension(writer, name, value);
  }
}

/** `ItemsItem` and `AdditionalPropertiesItem`: a message whose field 1 is the schema. */
function nested(writer: Writer, field: number, definition: Definition | undefined): void {
  if (!definition) return;
  message(writer, field, () => {
    message(writer, 1, () => {
      schema(writer, definition);
    });
  });
}

/** A `NamedAny` whose value is YAML: JSON is that too. */
function extension(writer: Writer, name: string, value: unknown): void {
  message(writer, 31, () => {
    text(writer, 1, name);
    message(writer, 2, () => {
      text(writer, 2, `${JSON.stringify(value)}\n`);
    });
  });
}

function text(writer: Writer, field: number, value: string | undefined): void {
  if (value === undefined) return;
  writer.tag(field, 2);
  writer.string(value);
}

function message(writer: Writer, field: number, body: () => void): void {
  writer.tag(field, 2);
  writer.message(body);
}
