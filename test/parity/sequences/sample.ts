/** An object as it is sent. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

/** Changes by place: `{ 'spec.replicas': -1 }`; undefined takes the field away. */
export type Changes = Readonly<Record<string, unknown>>;

/** What is done with one kind. */
export interface Sample {
  readonly groupVersion: string;
  readonly kind: string;
  /** Its plural; with the group (`events.events.k8s.io`) where kubectl would take another's. */
  readonly resource: string;
  /** Tells two samples of one kind apart. */
  readonly suffix?: string;
  /** Not in a namespace. */
  readonly cluster?: boolean;
  readonly minimal: Manifest;
  readonly rich: Manifest;
  /** What the server refuses, as changes of the minimal one. */
  readonly bad: Readonly<Record<string, Changes>>;
  /** A change that it takes. */
  readonly update: Changes;
  /** Changes that it refuses to make to what is there. */
  readonly immutable: Readonly<Record<string, Changes>>;
  readonly status?: unknown;
  /** Controllers change it: when they are done. */
  readonly settle?: (body: unknown) => boolean;
  /** What a second object must have different. */
  readonly another?: Changes;
  /** kubectl has nothing to describe. */
  readonly undescribed?: boolean;
  readonly uncollected?: boolean;
}

/** A copy with other values at these places; lists are counted (`containers.0.name`). */
export function but(manifest: Manifest, changes: Changes): Manifest {
  const copy: Manifest = structuredClone(manifest);
  for (const [place, value] of Object.entries(changes)) set(copy, place.split('.'), value);
  return copy;
}

/** The place of `set` is `a.b`, and `a\.b` where a key has a dot: written as `a~b`. */
function set(target: object, [head = '', ...rest]: readonly string[], value: unknown): void {
  const key = head.replaceAll('~', '.');
  if (rest.length === 0) {
    if (value === undefined) Reflect.deleteProperty(target, key);
    else Reflect.set(target, key, value);
    return;
  }
  const inner: unknown = Reflect.get(target, key);
  if (typeof inner === 'object' && inner !== null) set(inner, rest, value);
  else {
    const made = /^\d+$/.test(rest[0] ?? '') ? [] : {};
    Reflect.set(target, key, made);
    set(made, rest, value);
  }
}
