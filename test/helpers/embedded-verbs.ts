import type { Admission } from '../../src/embedded/admission/admission.ts';
import type { WriteContext } from '../../src/embedded/api/caller.ts';
import { resource, type ResourceInfo } from '../../src/embedded/api/resource-info.ts';
import { StatusError, type Status } from '../../src/embedded/api/status.ts';
import { typed, type StoredObject } from '../../src/embedded/api/stored-object.ts';
import type { Strategy } from '../../src/embedded/kinds/strategy.ts';
import { createStore } from '../../src/embedded/store/create-store.ts';
import type { Store } from '../../src/embedded/store/store.ts';
import type { Target, Verbs, Watch, WatchEvent } from '../../src/embedded/api/verbs.ts';
import { createVerbs, type VerbsParts } from '../../src/embedded/verbs/verbs.ts';
import { FakeClock } from './fake-clock.ts';

export const PODS = resource('v1', 'pods');
export const NODES = resource('v1', 'nodes');
export const CONFIG_MAPS = resource('v1', 'configmaps');
export const NAMESPACES = resource('v1', 'namespaces');
export const DEPLOYMENTS = resource('apps/v1', 'deployments');
export const BUDGETS = resource('policy/v1', 'poddisruptionbudgets');

/** Says yes to everything. */
export const PERMISSIVE: Admission = { mutate: () => undefined, validate: () => undefined };

/** The little of a pod's and a namespace's rules that the verbs themselves are about. */
const RULES: Readonly<Record<string, Strategy>> = {
  pods: {
    prepareForCreate: (pod) => {
      pod.metadata.generation = 1;
      Object.assign(pod, { status: { phase: 'Pending', ...statusOf(pod) } });
    },
    status: { prepareForUpdate: keepSpec },
    gracePeriod: (pod, asked) => (specOf(pod)['nodeName'] ? (asked ?? 30) : 0),
    fields: (pod) => ({
      'spec.nodeName': textOf(specOf(pod)['nodeName']),
      'status.phase': textOf(statusOf(pod)['phase']),
    }),
    unconditionalUpdate: true,
  },
  namespaces: {
    prepareForCreate: (namespace) => {
      Object.assign(namespace, { spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } });
    },
  },
  deployments: {
    prepareForCreate: (object) => {
      object.metadata.generation = 1;
    },
    prepareForUpdate: (draft, old) => {
      if (JSON.stringify(specOf(draft)) === JSON.stringify(specOf(old))) return;
      draft.metadata.generation = (old.metadata.generation ?? 0) + 1;
    },
    status: { prepareForUpdate: keepSpec },
  },
  poddisruptionbudgets: { status: { prepareForUpdate: keepSpec }, unconditionalUpdate: false },
};

function keepSpec(draft: StoredObject, old: StoredObject): void {
  Object.assign(draft, { spec: specOf(old) });
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function specOf(object: StoredObject): Record<string, unknown> {
  return typed<StoredObject & { spec?: Record<string, unknown> }>(object).spec ?? {};
}

export function statusOf(object: StoredObject): Record<string, unknown> {
  return typed<StoredObject & { status?: Record<string, unknown> }>(object).status ?? {};
}

/** Verbs on a store in memory, with a clock that is moved by hand and rules that fit into a page. */
export interface World {
  readonly verbs: Verbs;
  readonly store: Store;
  readonly clock: FakeClock;
  readonly context: WriteContext;
}

export function createWorld(parts: Partial<VerbsParts> = {}): World {
  const store = createStore();
  const clock = new FakeClock();
  let drawn = 0;
  const verbs = createVerbs({
    store,
    clock,
    admission: PERMISSIVE,
    random: () => (drawn++ % 27) / 27,
    virtual: new Map(),
    strategyOf: ({ group, plural }) => (group === 'batch' ? {} : (RULES[plural] ?? {})),
    ...parts,
  });
  return { verbs, store, clock, context: contextOf() };
}

export function contextOf(context: Partial<WriteContext> = {}): WriteContext {
  return {
    user: { name: 'tester', groups: [] },
    manager: 'tester',
    dryRun: false,
    warnings: [],
    ...context,
  };
}

/** What a request in the namespace `default` is about. */
export function at(info: ResourceInfo, name?: string, subresource?: string): Target {
  return {
    resource: info,
    ...(info.namespaced ? { namespace: 'default' } : {}),
    ...(name === undefined ? {} : { name }),
    ...(subresource === undefined ? {} : { subresource }),
  };
}

export function configMap(name: string, more: object = {}): StoredObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, ...more };
}

export function pod(name: string, { metadata = {}, spec = {}, ...more }: PodParts = {}): StoredObject {
  const containers = [{ name: 'c', image: 'i', resources: {} }];
  const object = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, ...metadata },
    spec: { containers, ...spec },
    ...more,
  };
  return object;
}

interface PodParts {
  readonly metadata?: StoredObject['metadata'];
  readonly spec?: object;
  readonly status?: object;
}

/** The Status that a call is refused with; fails the test when it is not. */
export function refusal(call: () => unknown): Status {
  try {
    call();
  } catch (error) {
    if (error instanceof StatusError) return error.status;
    throw error;
  }
  throw new Error('the call was not refused');
}

/** Events in short: `ADDED a`, `BOOKMARK 7`, `BOOKMARK 7 (initial end)`. */
export function told(events: readonly WatchEvent[] | undefined): string[] {
  return (events ?? []).map((event) =>
    event.type === 'BOOKMARK'
      ? `BOOKMARK ${String(event.revision)}${event.initialEnd ? ' (initial end)' : ''}`
      : `${event.type} ${event.entry.object.metadata.name ?? ''}`,
  );
}

/** Answers that `heard` asked for and nobody has read yet: whoever reads next reads these. */
const unread = new WeakMap<Watch, ReturnType<Watch['next']>>();

/** What a watch tells next, also when `heard` asked for it already. */
export async function nextOf(watch: Watch): ReturnType<Watch['next']> {
  const events = await (unread.get(watch) ?? watch.next());
  unread.delete(watch);
  return events;
}

/** Everything that a watch tells from now until it waits. */
export async function heard(watch: Watch): Promise<string[]> {
  const nothing = Symbol('nothing');
  const all: string[] = [];
  for (;;) {
    const next = unread.get(watch) ?? watch.next();
    unread.set(watch, next);
    const events = await Promise.race([next, tick(nothing)]);
    if (typeof events === 'symbol') return all;
    unread.delete(watch);
    if (events === undefined) return all;
    all.push(...told(events));
  }
}

async function tick<T>(value: T): Promise<T> {
  await new Promise<void>((resolve) => {
    setImmediate(resolve);
  });
  return value;
}
