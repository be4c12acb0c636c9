import assert from 'node:assert/strict';
import { test } from 'node:test';
import { revisionHash } from '../../../../src/embedded/controllers/workloads/revision-hash.ts';

const template = {
  metadata: { labels: { app: 'db' } },
  spec: {
    containers: [
      {
        name: 'main',
        image: 'registry.k8s.io/pause:3.10',
        resources: {},
        terminationMessagePath: '/dev/termination-log',
        terminationMessagePolicy: 'File',
        imagePullPolicy: 'IfNotPresent',
      },
    ],
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    schedulerName: 'default-scheduler',
  },
};

function dataOf(content: object) {
  return { spec: { template: { ...content, $patch: 'replace' } } };
}

test('the hash of a template is the one that kube-controller-manager v1.37.2 gave it', () => {
  assert.equal(revisionHash(dataOf(template)), '58b9955788');
});

test('the order of keys does not matter; what Go escapes and a collision do', () => {
  const { metadata, spec } = template;
  assert.equal(revisionHash(dataOf({ spec, metadata })), '58b9955788');
  assert.notEqual(revisionHash(dataOf(template), 1), '58b9955788');
  // computed by Go: json.Marshal escapes <, > and &
  assert.equal(revisionHash({ a: '<&>\u2028' }), '8c486748b');
});
