import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Cache } from '../../src/scheduler/cache.ts';
import { node, pod } from '../helpers/builders.ts';

const NODES = ['n1', 'n2', 'n10'];
const PODS = ['a', 'b', 'c'];
const nodeName = fc.constantFrom(...NODES);
const podName = fc.constantFrom(...PODS);
const step = fc.oneof(
  fc.record({ op: fc.constant('node' as const), node: nodeName }),
  fc.record({ op: fc.constant('remove node' as const), node: nodeName }),
  fc.record({ op: fc.constant('assume' as const), pod: podName, node: nodeName }),
  fc.record({ op: fc.constant('forget' as const), pod: podName }),
  fc.record({ op: fc.constant('placed' as const), pod: podName, node: nodeName }),
  fc.record({ op: fc.constant('gone' as const), pod: podName }),
);

test('usage is what the last word on each pod says, in whatever order nodes and pods come and go', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const cache = new Cache();
      const nodes = new Set<string>();
      const pods = new Map<string, { node: string; assumed: boolean }>();
      for (const now of steps) {
        switch (now.op) {
          case 'node':
            cache.setNode(node(now.node).build());
            nodes.add(now.node);
            break;
          case 'remove node':
            cache.removeNode(now.node);
            nodes.delete(now.node);
            break;
          case 'assume': {
            const assume = () => {
              cache.assume(pod(now.pod).build(), now.node);
            };
            if (pods.has(now.pod)) assert.throws(assume);
            else assume();
            if (!pods.has(now.pod)) pods.set(now.pod, { node: now.node, assumed: true });
            break;
          }
          case 'forget':
            cache.forget(pod(now.pod).build());
            if (pods.get(now.pod)?.assumed) pods.delete(now.pod);
            break;
          case 'placed':
            cache.setPod(pod(now.pod).on(now.node).build());
            pods.set(now.pod, { node: now.node, assumed: false });
            break;
          case 'gone':
            cache.removePod(pod(now.pod).build());
            pods.delete(now.pod);
            break;
        }

        const expected = NODES.filter((name) => nodes.has(name)).map((name) => [
          name,
          [...pods.values()].filter((placed) => placed.node === name).length,
        ]);
        assert.deepEqual(
          cache.nodes.map(({ name, podCount }) => [name, podCount]),
          expected,
        );
        for (const name of PODS)
          assert.equal(cache.isAssumed(pod(name).build()), pods.get(name)?.assumed ?? false);
      }
    }),
  );
});

const IMAGES = ['x', 'y'];
const imageStep = fc.record({
  node: nodeName,
  /** Undefined: the node is gone. */
  images: fc.option(fc.subarray(IMAGES), { nil: undefined }),
  size: fc.constantFrom(1, 2, 3),
});

test('an image is counted on the nodes that have it now, as big as the first of them said', () => {
  fc.assert(
    fc.property(fc.array(imageStep, { maxLength: 30 }), (steps) => {
      const cache = new Cache();
      const images = new Map(IMAGES.map((name) => [name, { size: 0, nodes: new Set<string>() }]));
      for (const { node: name, images: has, size } of steps) {
        if (has)
          cache.setNode(
            node(name)
              .status({ images: [...has, ...has].map((one) => ({ names: [one], sizeBytes: size })) })
              .build(),
          );
        else cache.removeNode(name);
        for (const [image, state] of images) {
          state.nodes.delete(name);
          if (!has?.includes(image)) continue;
          if (state.nodes.size === 0) state.size = size;
          state.nodes.add(name);
        }

        for (const info of cache.nodes) {
          const expected = [...images].filter(([, { nodes }]) => nodes.has(info.name));
          assert.deepEqual(
            new Map(Array.from(info.images, ([image, { size, nodes }]) => [image, { size, nodes }])),
            new Map(expected.map(([image, { size, nodes }]) => [image, { size, nodes: nodes.size }])),
          );
        }
      }
    }),
  );
});
