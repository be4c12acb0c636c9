import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createAdmission } from '../../../src/embedded/admission/admission.ts';
import type { AdmissionRequest, Operation } from '../../../src/embedded/admission/contract.ts';
import { typed, type StoredObject } from '../../../src/embedded/api/stored-object.ts';
import type { Namespace, Node, Pod, PriorityClass, Taint } from '../../../src/embedded/data/types.ts';
import { createStore } from '../../../src/embedded/store/create-store.ts';
import { at, contextOf, NAMESPACES, NODES, pod, PODS, refusal } from '../../helpers/embedded-verbs.ts';

/** Admission over a namespace `default` with its account. */
function world(labels: Record<string, string> = {}) {
  const store = createStore();
  store.create('namespaces', 'default', { metadata: { name: 'default', labels } });
  store.create('serviceaccounts', 'default/default', {
    metadata: { name: 'default', namespace: 'default' },
  });
  return { store, admission: createAdmission(store, { random: () => 0 }) };
}

function podRequest(draft: StoredObject, more: Partial<AdmissionRequest> = {}): AdmissionRequest {
  const operation: Operation = 'CREATE';
  return { operation, target: at(PODS, draft.metadata.name), draft, context: contextOf(), ...more };
}

test('a pod gets its account and a token where it has nothing at that place', () => {
  const { admission } = world();
  const mountPath = '/var/run/secrets/kubernetes.io/serviceaccount';
  const own = { name: 'b', volumeMounts: [{ name: 'own', mountPath }] };
  const draft = pod('one', { spec: { containers: [{ name: 'a' }, own] } });
  admission.mutate(podRequest(draft));
  const { spec } = typed<Pod>(draft);
  assert.equal(spec?.serviceAccountName, 'default');
  assert.deepEqual(
    spec?.containers.map(({ volumeMounts }) => volumeMounts?.map(({ name }) => name)),
    [['kube-api-access-bbbbb'], ['own']],
  );
  assert.deepEqual(
    spec?.volumes?.map(({ name }) => name),
    ['kube-api-access-bbbbb'],
  );
});

test('a mirror pod stays what its kubelet made it, and names neither accounts nor secrets', () => {
  const { admission } = world();
  const metadata = { annotations: { 'kubernetes.io/config.mirror': 'x' } };
  const draft = pod('one', { metadata });
  admission.mutate(podRequest(draft));
  assert.equal(typed<Pod>(draft).spec?.volumes, undefined);
  const naming = pod('one', { metadata, spec: { volumes: [{ name: 'v', secret: { secretName: 's' } }] } });
  const { message } = refusal(() => admission.mutate(podRequest(naming)));
  assert.equal(message, 'pods "one" is forbidden: a mirror pod may not reference secrets');
});

test('nothing is made in a namespace that ends, and the answer says where to look', () => {
  const { store, admission } = world();
  const ending: Namespace = { metadata: {}, status: { phase: 'Terminating' } };
  store.create('namespaces', 'ending', ending);
  const target = { ...at(PODS, 'one'), namespace: 'ending' };
  const { code, details } = refusal(() => admission.mutate(podRequest(pod('one'), { target })));
  assert.equal(code, 403);
  assert.equal(details?.causes?.[0]?.reason, 'NamespaceTerminating');
});

test('the class that is the default gives its priority to pods without a class', () => {
  const { store, admission } = world();
  const metadata = { name: 'usual' };
  const usual: PriorityClass = { metadata, value: 7, globalDefault: true, preemptionPolicy: 'Never' };
  store.create('priorityclasses.scheduling.k8s.io', 'usual', usual);
  const draft = pod('one');
  admission.mutate(podRequest(draft));
  const { priorityClassName, priority, preemptionPolicy } = typed<Pod>(draft).spec ?? {};
  assert.deepEqual([priorityClassName, priority, preemptionPolicy], ['usual', 7, 'Never']);
});

test('a pod that a namespace forbids is refused with every rule that it breaks; a laxer namespace only warns', () => {
  const spec = { serviceAccountName: 'default', hostPID: true, containers: [{ name: 'main' }] };
  const draft = pod('one', { spec });
  const strict = world({ 'pod-security.kubernetes.io/enforce': 'restricted' }).admission;
  assert.equal(
    refusal(() => strict.validate(podRequest(draft))).message,
    'pods "one" is forbidden: violates PodSecurity "restricted:latest": host namespaces (hostPID=true), ' +
      'allowPrivilegeEscalation != false (container "main" must set securityContext.allowPrivilegeEscalation=false), ' +
      'unrestricted capabilities (container "main" must set securityContext.capabilities.drop=["ALL"]), ' +
      'runAsNonRoot != true (pod or container "main" must set securityContext.runAsNonRoot=true), ' +
      'seccompProfile (pod or container "main" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
  );
  const request = podRequest(draft);
  const lax = world({ 'pod-security.kubernetes.io/warn': 'baseline' }).admission;
  lax.validate(podRequest(draft, { context: request.context }));
  assert.deepEqual(request.context.warnings, [
    'would violate PodSecurity "baseline:latest": host namespaces (hostPID=true)',
  ]);
});

test('a namespace with a level that does not exist is refused', () => {
  const { admission } = world();
  const labels = { 'pod-security.kubernetes.io/enforce': 'strict' };
  const draft = { metadata: { name: 'new', labels } };
  const request = {
    operation: 'CREATE',
    target: at(NAMESPACES, 'new'),
    draft,
    context: contextOf(),
  } as const;
  assert.match(
    refusal(() => admission.validate(request)).message ?? '',
    /metadata\.labels\[pod-security\.kubernetes\.io\/enforce\]: Invalid value: "strict": must be one of privileged, baseline, restricted$/,
  );
});

test('a kubelet may not take away its own taints, nor touch another node', () => {
  const { admission } = world();
  const context = contextOf({ user: { name: 'system:node:n1', groups: ['system:nodes'] } });
  const node = (taints: Taint[]): Node => ({ metadata: { name: 'n1' }, spec: { taints } });
  const update = (name: string): AdmissionRequest => ({
    operation: 'UPDATE',
    target: at(NODES, name),
    draft: node([]),
    old: node([{ key: 'a', effect: 'NoSchedule' }]),
    context,
  });
  assert.match(
    refusal(() => admission.mutate(update('n1'))).message ?? '',
    /"n1" is not allowed to modify taints/,
  );
  assert.match(
    refusal(() => admission.mutate(update('n2'))).message ?? '',
    /"n1" is not allowed to modify node "n2"/,
  );
});
