import { RESOURCES, type ResourceInfo } from '../../api/resource-info.ts';
import type { Namespace } from '../../data/types.ts';
import { isReason } from '../runtime/client.ts';
import { ControllerContext, type ControllerParts, type Running } from '../runtime/controller.ts';
import { NAMESPACES, PODS } from '../runtime/kinds.ts';
import { nameOf } from '../runtime/owners.ts';
import type { WorkQueue } from '../runtime/work-queue.ts';
import { namespaceConditions, type Remaining } from './namespace-conditions.ts';

/** Objects that are deleted in one turn. */
const BATCH = 100;
const FINALIZER = 'kubernetes';
const NOTHING: Remaining = { byResource: new Map(), byFinalizer: new Map(), failures: [] };

/**
 * Empties namespaces that are being deleted and lets them go (pkg/controller/namespace). A real controller first waits five seconds for
 * the caches of other API servers, which we do not have, and then looks every few seconds: we look when something went.
 */
export function startNamespaces(parts: ControllerParts): Running {
  return new NamespaceController(parts).context;
}

class NamespaceController {
  readonly context: ControllerContext;
  readonly #queue: WorkQueue;
  readonly #waiting = new Set<string>();
  /** Kinds whose objects have to go; each collection once. */
  readonly #kinds: readonly ResourceInfo[];

  constructor(parts: ControllerParts) {
    this.context = new ControllerContext(parts, 'namespace-controller');
    this.#kinds = contentKinds();
    this.#queue = this.context.queue((key) => {
      this.#sync(key);
    }, 20);
    for (const info of this.#kinds)
      this.context.follow({ info }, ({ type, entry }) => {
        const namespace = entry.object.metadata.namespace ?? '';
        if (type === 'DELETED' && this.#waiting.has(namespace)) this.#queue.add(namespace);
      });
    this.context.feed(NAMESPACES, this.#queue);
  }

  #sync(name: string): void {
    const namespace = this.context.client.byKey(NAMESPACES, name);
    if (!namespace?.metadata.deletionTimestamp) {
      this.#waiting.delete(name);
      return;
    }
    if (!namespace.spec?.finalizers?.length) return;
    this.#waiting.add(name);
    const failures = this.#deleteContent(name);
    if (failures === 'more') {
      this.#queue.addNow(name);
      return;
    }
    const remaining = this.#remaining(name, failures);
    // pods go first; until then the real controller says nothing of what remains
    const told = remaining.byResource.has('pods.') ? { ...NOTHING, failures } : remaining;
    const current = this.#writeConditions(namespace, told);
    if (remaining.byResource.size === 0 && failures.length === 0) this.#finalize(current);
  }

  /** Pods first, all else when they are gone. `more`: this turn's share is done. */
  #deleteContent(namespace: string): string[] | 'more' {
    const { store } = this.context;
    const hasPods = store.list(PODS.info.storage, namespace).length > 0;
    const failures: string[] = [];
    let left = BATCH;
    for (const info of hasPods ? [PODS.info] : this.#kinds) {
      for (const { object } of store.list(info.storage, namespace)) {
        if (object.metadata.deletionTimestamp) continue;
        if (left === 0) return 'more';
        left -= 1;
        try {
          this.context.client.delete({ info }, object, { propagationPolicy: 'Background' });
        } catch (error) {
          failures.push(error instanceof Error ? error.message : String(error));
        }
      }
    }
    const arePodsGone = hasPods && store.list(PODS.info.storage, namespace).length === 0;
    return arePodsGone ? 'more' : failures;
  }

  #remaining(namespace: string, failures: readonly string[]): Remaining {
    const byResource = new Map<string, number>();
    const byFinalizer = new Map<string, number>();
    for (const info of this.#kinds) {
      const left = this.context.store.list(info.storage, namespace);
      if (left.length > 0) byResource.set(`${info.plural}.${info.group}`, left.length);
      for (const finalizer of left.flatMap(({ object }) => object.metadata.finalizers ?? []))
        byFinalizer.set(finalizer, (byFinalizer.get(finalizer) ?? 0) + 1);
    }
    return { byResource, byFinalizer, failures };
  }

  #writeConditions(namespace: Namespace, remaining: Remaining): Namespace {
    const old = namespace.status?.conditions ?? [];
    const conditions = namespaceConditions(old, remaining, this.context.now());
    const isTerminating = namespace.status?.phase === 'Terminating';
    if (conditions === old && isTerminating) return namespace;
    const status = { ...namespace.status, phase: 'Terminating', conditions: [...conditions] };
    return this.context.client.update(NAMESPACES, { ...namespace, status }, 'status');
  }

  #finalize(namespace: Namespace): void {
    const finalizers = (namespace.spec?.finalizers ?? []).filter((finalizer) => finalizer !== FINALIZER);
    try {
      this.context.client.update(NAMESPACES, { ...namespace, spec: { finalizers } }, 'finalize');
    } catch (error) {
      if (!isReason(error, 'NotFound')) throw error;
    }
    this.#waiting.delete(nameOf(namespace));
  }
}

function contentKinds(): ResourceInfo[] {
  const byStorage = new Map<string, ResourceInfo>();
  for (const info of RESOURCES) {
    const isContent = info.namespaced && info.verbs.includes('delete') && info.verbs.includes('list');
    if (isContent && !byStorage.has(info.storage)) byStorage.set(info.storage, info);
  }
  return [...byStorage.values()];
}
