/** Strings anywhere in a step may hold `<name>`: the namespace of the sequence (`<ns>`) or what an earlier answer gave (`capture`). */
export type Step = RequestStep | KubectlStep | WatchStep | WaitStep;

/** One HTTP request; its answer is compared. */
export interface RequestStep {
  readonly kind: 'request';
  /** What the comparison is called; made of method and path when missing. */
  readonly name?: string;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** Lower-case names. */
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, a string as it is. */
  readonly body?: unknown;
  /** Variables of the later steps, by where in the answer's body they are: `{ uid: 'metadata.uid' }`. */
  readonly capture?: Readonly<Record<string, string>>;
  /** A bearer token instead of the administrator's; '' for a request without a credential. */
  readonly as?: string;
  /** The part of the body that is compared, where the rest cannot be equal (kinds that are not served). */
  readonly only?: (body: unknown) => unknown;
}

/** One kubectl command line; its output and exit code are compared. */
export interface KubectlStep {
  readonly kind: 'kubectl';
  readonly name?: string;
  /** Words after `kubectl`, quoted as in a shell. */
  readonly line: string;
  readonly stdin?: string;
  /** Files in the working directory of the command, by name. */
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** A bearer token instead of the administrator's. */
  readonly as?: string;
  /** The lines of output that are compared. */
  readonly only?: (lines: readonly string[]) => readonly string[];
  /** Steps that are taken beside it, once it has printed something or had time to begin waiting. */
  readonly during?: readonly Step[];
}

/** A watch and what is done while it is open; the events it brought are compared. */
export interface WatchStep {
  readonly kind: 'watch';
  readonly name?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly as?: string;
  /** Steps taken once the watch is open; requests among them are compared as well. */
  readonly during: readonly Step[];
  /** So many events are waited for (a moment longer, to see that there are no more). Missing: until the server ends the watch. */
  readonly count?: number;
}

/** Asks again and again until the answer's body is as wished; nothing is compared. */
export interface WaitStep {
  readonly kind: 'wait';
  readonly path: string;
  /** A bearer token instead of the administrator's. */
  readonly as?: string;
  readonly until: (body: unknown, status: number) => boolean;
  /** What did not happen, should it not. */
  readonly what: string;
}

/** Requests that belong together, run in order in a namespace of their own; sequences do not depend on each other. */
export interface Sequence {
  readonly name: string;
  readonly steps: readonly Step[];
}

/** The sequences of one file. */
export interface Area {
  readonly area: string;
  readonly sequences: readonly Sequence[];
}

type RequestOptions = Omit<RequestStep, 'kind' | 'method' | 'path' | 'body'>;

export function sequence(name: string, steps: readonly (Step | readonly Step[])[]): Sequence {
  return { name, steps: steps.flat() };
}

export function request(
  method: string,
  path: string,
  body?: unknown,
  options: RequestOptions = {},
): RequestStep {
  return { kind: 'request', method, path, ...(body === undefined ? {} : { body }), ...options };
}

export function get(path: string, options: RequestOptions = {}): RequestStep {
  return request('GET', path, undefined, options);
}

export function post(path: string, body: unknown, options: RequestOptions = {}): RequestStep {
  return request('POST', path, body, options);
}

export function put(path: string, body: unknown, options: RequestOptions = {}): RequestStep {
  return request('PUT', path, body, options);
}

export function del(path: string, body?: unknown, options: RequestOptions = {}): RequestStep {
  return request('DELETE', path, body, options);
}

const PATCH_TYPES = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
} as const;

export function patch(
  type: keyof typeof PATCH_TYPES,
  path: string,
  body: unknown,
  options: RequestOptions = {},
): RequestStep {
  const headers = { 'content-type': PATCH_TYPES[type], ...options.headers };
  return request('PATCH', path, body, { name: `PATCH ${type} ${path}`, ...options, headers });
}

export function kubectl(line: string, options: Omit<KubectlStep, 'kind' | 'line'> = {}): KubectlStep {
  return { kind: 'kubectl', line, ...options };
}

export function watch(
  path: string,
  during: readonly Step[],
  options: Omit<WatchStep, 'kind' | 'path' | 'during'> = {},
): WatchStep {
  return { kind: 'watch', path, during, ...options };
}

export function until(
  path: string,
  what: string,
  condition: (body: unknown, status: number) => boolean,
  options: Pick<WaitStep, 'as'> = {},
): WaitStep {
  return { kind: 'wait', path, what, until: condition, ...options };
}

/** Waits until the value at a place (`status.replicas`) is this one. */
export function untilEqual(path: string, place: string, value: unknown): WaitStep {
  return until(path, `${place} of ${path} is ${JSON.stringify(value)}`, (body) => at(body, place) === value);
}

/** Waits until the object is gone. */
export function untilGone(path: string): WaitStep {
  return until(path, `${path} is gone`, (_body, status) => status === 404);
}

/** The value at a place like `items.0.metadata.name`; `~` is a dot within a name. */
export function at(value: unknown, place: string): unknown {
  let here = value;
  for (const part of place.split('.')) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = Object.entries(here).find(([name]) => name === part.replaceAll('~', '.'))?.[1];
  }
  return here;
}

/** The items of a list. */
export function items(body: unknown): readonly unknown[] {
  const found = at(body, 'items');
  return Array.isArray(found) ? found : [];
}

/** What a comparison is called in reports and in `differences.ts`: area, sequence, and the step's name or its own words. */
export function stepName(step: Exclude<Step, WaitStep>): string {
  if (step.name !== undefined) return step.name;
  if (step.kind === 'kubectl') return `kubectl ${step.line}`;
  if (step.kind === 'watch') return `WATCH ${step.path}`;
  return `${step.method} ${step.path}`;
}
