import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Container, Pod, PodSpec } from '../../../src/embedded/data/types.ts';
import { defaultPod } from '../../../src/embedded/kinds/core/pod/pod-defaults.ts';
import { resizeErrors } from '../../../src/embedded/verbs/resize-validation.ts';
import { resize } from '../../../src/embedded/verbs/resize.ts';

function main(cpu: string | undefined, more: Partial<Container> = {}): Container {
  return {
    name: 'main',
    image: 'x',
    ...(cpu === undefined ? {} : { resources: { requests: { cpu } } }),
    ...more,
  };
}

function pod(spec: Partial<PodSpec>, more: Partial<Pod> = {}): Pod {
  const made: Pod = {
    metadata: { name: 'one', namespace: 'default', uid: 'u', generation: 1 },
    spec: { containers: [main('1')], ...spec },
    ...more,
  };
  defaultPod(made);
  return made;
}

const init = (cpu: string, more: Partial<Container> = {}): Container => ({
  ...main(cpu, more),
  name: 'init',
});

interface Row {
  readonly name: string;
  readonly old?: Pod;
  readonly now: Pod;
  /** `field: message` */
  readonly errors: readonly string[];
}

const ROWS: readonly Row[] = [
  { name: 'more processors', now: pod({ containers: [main('2')] }), errors: [] },
  {
    name: 'requests for a pod that had none',
    old: pod({ containers: [main(undefined)] }),
    now: pod({ containers: [main('1')] }),
    errors: ['spec: Invalid value: "": Pod QOS Class may not change as a result of resizing'],
  },
  {
    name: 'taking a request away',
    old: pod({ containers: [main('1', { resources: { requests: { cpu: '1', memory: '1Gi' } } })] }),
    now: pod({ containers: [main('1')] }),
    errors: ['spec.containers[0].resources.requests: Forbidden: resource requests cannot be removed'],
  },
  {
    name: 'another resource',
    now: pod({
      containers: [main('1', { resources: { requests: { cpu: '1', 'ephemeral-storage': '1Gi' } } })],
    }),
    errors: ['spec: Forbidden: only cpu and memory resources are mutable'],
  },
  {
    name: 'another name',
    now: pod({ containers: [{ ...main('1'), name: 'other' }] }),
    errors: ['spec.containers[0].name: Forbidden: containers may not be renamed or reordered on resize'],
  },
  {
    name: 'one container more',
    now: pod({ containers: [main('1'), { ...main('1'), name: 'other' }] }),
    errors: ['spec.containers: Forbidden: containers may not be added or removed on resize'],
  },
  {
    name: 'an init container that cannot be restarted',
    old: pod({
      initContainers: [
        init('1', { resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'RestartContainer' }] }),
      ],
    }),
    now: pod({
      initContainers: [
        init('2', { resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'RestartContainer' }] }),
      ],
    }),
    errors: [
      `spec.initContainers[0].resizePolicy[0].restartPolicy: Invalid value: "RestartContainer": must not be set to 'RestartContainer' for non-sidecar initContainers`,
      'spec.initContainers[0]: Forbidden: non-sidecar init containers with a resize policy of RestartContainer cannot be resized',
    ],
  },
  {
    name: 'a static pod',
    old: pod({}, { metadata: { name: 'one', annotations: { 'kubernetes.io/config.mirror': '' } } }),
    now: pod({ containers: [main('2')] }),
    errors: [': Forbidden: static pods cannot be resized'],
  },
  {
    name: 'a pod whose kubelet tells no resources',
    old: pod({}, { status: { containerStatuses: [status()] } }),
    now: pod({ containers: [main('2')] }),
    errors: ['spec: Forbidden: Pod running on node without support for resize'],
  },
  {
    name: 'the resources of the pod, gone',
    old: pod({ resources: { requests: { cpu: '2' } } }),
    now: pod({}),
    errors: ['spec.resources: Forbidden: pod-level resources cannot be removed'],
  },
];

function status() {
  return { name: 'main', image: 'x', imageID: '', ready: true, restartCount: 0, state: { running: {} } };
}

for (const { name, old = pod({}), now, errors } of ROWS)
  test(`a resize: ${name}`, () => {
    const found = resizeErrors(now, old).map(({ field, message }) => `${field}: ${message}`);
    assert.deepEqual(found, errors);
  });

test('all but sizes is as it was, and the stored pod is not touched', () => {
  const old = pod({ resources: { requests: { cpu: '2' } } }, { status: { qosClass: 'Burstable' } });
  const before = structuredClone(old);
  const draft = pod({ containers: [main('2', { image: 'other' })], hostname: 'other' });
  const context = { now: 0, randomSuffix: () => 'x', stored: () => [], warn: () => undefined };
  resize.prepareForUpdate?.(draft, old, context);
  assert.deepEqual(old, before);
  assert.deepEqual(draft.spec?.containers[0]?.resources, { requests: { cpu: '2' } });
  assert.equal(draft.spec?.containers[0]?.image, 'x');
  assert.equal(draft.spec.hostname, undefined);
  assert.deepEqual(draft.spec.resources, before.spec?.resources);
  assert.deepEqual(draft.status, before.status);
  assert.equal(draft.metadata.generation, 2);
});
