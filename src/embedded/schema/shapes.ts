import { readRecorded } from '../data/read.ts';

/** One field of a Go struct, as scripts/record-shapes prints it. */
export interface ShapeField {
  /** The JSON name; empty for an embedded struct whose fields are the parent's in JSON (but a message of its own in protobuf). */
  readonly n: string;
  /** The protobuf field number; 0 for TypeMeta, which protobuf carries outside. */
  readonly i: number;
  /**
   * `string`, `bool`, `int32`, `int64`, `bytes` (base64 in JSON), `time`, `microtime`, `quantity`, `intorstring`, `fields` (FieldsV1),
   * `raw` (any JSON), or the name of another shape; wrapped as `*X` (pointer), `[]X`, `map[X]` (keys are strings).
   */
  readonly t: string;
  /** Left out of JSON when empty. Without it, an empty value is written: `{}`, `""`, `0`, `null` for a nil list or map. */
  readonly o?: boolean;
  /** Left out when zero even where it is a struct (`omitzero`); `o` alone never leaves out a struct. */
  readonly z?: boolean;
  /** The Go type as Go's errors name it, where `t` does not tell: `v1.RestartPolicy`, `[]v1.Capability`. */
  readonly g?: string;
  /** Its place in JSON, from 1, where that is not its place by protobuf number. */
  readonly p?: number;
  /** How a strategic merge patch is merged into it: `merge`, `replace`, `retainKeys`, joined by commas; by what its items are known. */
  readonly s?: string;
  readonly k?: string;
}

/** The one list with a Go type (`g`) that is a message of its own in protobuf, with the list as its field 1. */
export const VERBS = 'v1.Verbs';

/** A Go struct: its fields by protobuf number. */
export type Shape = readonly ShapeField[];

interface Recorded {
  /** `apps/v1/Deployment` → `apps/v1.Deployment`; also lists, DeleteOptions, Status, `meta.k8s.io/v1/PartialObjectMetadata`. */
  readonly kinds: Readonly<Record<string, string>>;
  readonly types: Readonly<Record<string, Shape>>;
}

const recorded = readRecorded<Recorded>('shapes');

/** The name of the shape of a kind, e.g. of `v1` `Pod`: `core/v1.Pod`. */
export function shapeNameOf(apiVersion: string, kind: string): string | undefined {
  return recorded.kinds[`${apiVersion}/${kind}`];
}

/** A shape by its name, e.g. `core/v1.PodSpec`. */
export function shapeNamed(name: string): Shape | undefined {
  return recorded.types[name];
}
