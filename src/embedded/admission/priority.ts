import { resource } from '../api/resource-info.ts';
import { forbidden } from '../api/status.ts';
import { typed } from '../api/stored-object.ts';
import type { Pod, PodSpec, PriorityClass } from '../data/types.ts';
import type { Store } from '../store/store.ts';
import type { AdmissionPlugin, AdmissionRequest } from './contract.ts';
import { isAbout, refused } from './request.ts';

const CLASSES = resource('scheduling.k8s.io/v1', 'priorityclasses');
/** Where no class is the default (`DefaultPriorityWhenNoDefaultClassExists`). */
const NO_CLASS = { value: 0, preemptionPolicy: 'PreemptLowerPriority' };

/** A pod's class gives it its priority; one class at most is the default (plugin/pkg/admission/priority). */
export function priority(store: Store): AdmissionPlugin {
  return {
    operations: ['CREATE', 'UPDATE', 'DELETE'],
    mutate: (request) => {
      const { operation, draft, old } = request;
      if (operation === 'DELETE') checkDeleted(request);
      if (!draft || !isAbout(request, 'pods')) return;
      const pod = typed<Pod>(draft);
      if (old) keepPriority(pod, typed<Pod>(old));
      else givePriority(store, request, (pod.spec ??= { containers: [] }));
    },
    validate: (request) => {
      const { draft } = request;
      if (draft && isAbout(request, CLASSES.qualified)) checkDefault(store, request, typed(draft));
    },
  };
}

/** Not of the plugin but of the kind's storage (pkg/registry/scheduling/priorityclass/storage), which nothing else asks before a delete. */
function checkDeleted(request: AdmissionRequest): void {
  const { name = '' } = request.target;
  if (isAbout(request, CLASSES.qualified) && name.startsWith('system-')) {
    throw forbidden(CLASSES, name, 'this is a system priority class and cannot be deleted');
  }
}

function keepPriority({ spec }: Pod, { spec: before }: Pod): void {
  if (!spec) return;
  if (before?.priority !== undefined) spec.priority ??= before.priority;
  if (before?.preemptionPolicy !== undefined) spec.preemptionPolicy ??= before.preemptionPolicy;
}

function givePriority(store: Store, request: AdmissionRequest, spec: PodSpec): void {
  const named = spec.priorityClassName
    ? classOf(store, request, spec.priorityClassName)
    : defaultClass(store);
  if (named) spec.priorityClassName = named.metadata.name ?? '';
  const { value = 0, preemptionPolicy: policy } = named ?? NO_CLASS;
  if (spec.priority !== undefined && spec.priority !== value) {
    throw refused(request, differs('integer value of priority', spec.priority, value));
  }
  spec.priority = value;
  if (policy === undefined) return;
  if (spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== policy) {
    throw refused(request, differs('string value of PreemptionPolicy', spec.preemptionPolicy, policy));
  }
  spec.preemptionPolicy = policy;
}

function differs(what: string, given: string | number, computed: string | number): string {
  return `the ${what} (${String(given)}) must not be provided in pod spec; priority admission controller computed ${String(computed)} from the given PriorityClass name`;
}

function classOf(store: Store, request: AdmissionRequest, name: string): PriorityClass {
  const entry = store.get(CLASSES.storage, name);
  if (!entry) throw refused(request, `no PriorityClass with name ${name} was found`);
  return typed<PriorityClass>(entry.object);
}

/** The lowest, should there be several. */
function defaultClass(store: Store): PriorityClass | undefined {
  const defaults = store
    .list(CLASSES.storage)
    .map(({ object }) => typed<PriorityClass>(object))
    .filter(({ globalDefault }) => globalDefault === true);
  return defaults.toSorted((a, b) => (a.value ?? 0) - (b.value ?? 0))[0];
}

function checkDefault(store: Store, request: AdmissionRequest, draft: PriorityClass): void {
  if (draft.globalDefault !== true) return;
  const name = defaultClass(store)?.metadata.name;
  if (name === undefined || (request.operation === 'UPDATE' && name === draft.metadata.name)) return;
  const why = `PriorityClass ${name} is already marked as default. Only one default can exist`;
  throw refused(request, why);
}
