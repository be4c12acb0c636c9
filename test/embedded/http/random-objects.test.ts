import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import fc from 'fast-check';

import { RESOURCES, type ResourceInfo } from '../../../src/embedded/api/resource-info.ts';
import { shapeNameOf } from '../../../src/embedded/schema/shapes.ts';
import { startEmbedded, type EmbeddedServer } from '../../helpers/embedded-cluster.ts';
import { ask, type Call, type HttpAnswer } from '../../parity/http-client.ts';
import { CORE_KINDS } from '../../parity/sequences/kinds-core.ts';
import { REST_KINDS } from '../../parity/sequences/kinds-rest.ts';
import { WORKLOAD_KINDS } from '../../parity/sequences/kinds-workloads.ts';
import { changed, valueOf } from './arbitrary-objects.ts';

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';
const PROTOBUF = 'application/vnd.kubernetes.protobuf,application/json';
const SAMPLES = [...CORE_KINDS, ...WORKLOAD_KINDS, ...REST_KINDS];
/** Of each kind; more of them find rarer mistakes. */
const RUNS = Number(process.env['RANDOM_OBJECT_RUNS'] ?? 10);

let server: EmbeddedServer;

before(async () => {
  // what controllers make of two milliards of replicas is not asked here
  server = await startEmbedded({ run: { controllers: false, kubelets: false, scheduler: false } });
  // without it no pod gets as far as its own mistakes
  const path = '/api/v1/namespaces/default/serviceaccounts';
  await expectNoBug({ method: 'POST', path, body: { metadata: { name: 'default' } } });
});
after(() => server.close());

for (const info of RESOURCES.filter(({ verbs }) => verbs.includes('create'))) {
  test(`${info.qualified} of whatever form bring no bug to light`, async () => {
    await fc.assert(
      fc.asyncProperty(objectsOf(info), objectsOf(info), async (one, other) => {
        await live(info, named(one), named(other));
      }),
      { numRuns: RUNS },
    );
  });
}

/** An object by its kind's shape, or one that the server takes with a few changes. */
function objectsOf({ groupVersion, kind }: ResourceInfo): fc.Arbitrary<unknown> {
  const shape = shapeNameOf(groupVersion, kind);
  const samples = SAMPLES.filter((sample) => sample.groupVersion === groupVersion && sample.kind === kind);
  const near = samples.flatMap(({ minimal, rich }) => [changed(minimal), changed(rich)]);
  return fc.oneof(...(shape === undefined ? [] : [valueOf(shape, 7)]), ...near);
}

/** So that it is found again. */
function named(value: unknown): object {
  const object = Object(value);
  const metadata = Object(object.metadata);
  return { ...object, metadata: { ...metadata, name: 'random' } };
}

/** Everything that can be done with an object, whether the server takes it or not. */
async function live(info: ResourceInfo, one: object, other: object): Promise<void> {
  const root = info.group === '' ? '/api' : '/apis';
  const all = `${root}/${info.groupVersion}${info.namespaced ? '/namespaces/default' : ''}/${info.plural}`;
  const path = `${all}/random`;
  await expectNoBug({ method: 'POST', path: all, body: one });
  await expectNoBug({ method: 'POST', path: `${all}?dryRun=All&fieldValidation=Ignore`, body: other });
  await expectNoBug({ method: 'GET', path: all, headers: { accept: TABLE } });
  await expectNoBug({ method: 'GET', path, headers: { accept: PROTOBUF } });
  await expectNoBug({ method: 'PUT', path, body: other });
  for (const type of ['merge-patch+json', 'strategic-merge-patch+json', 'apply-patch+yaml']) {
    const headers = { 'content-type': `application/${type}`, accept: TABLE };
    const query = type === 'apply-patch+yaml' ? '?fieldManager=me&force=true' : '';
    await expectNoBug({ method: 'PATCH', path: `${path}${query}`, body: other, headers });
  }
  for (const [name, { verbs }] of info.subresources) {
    if (verbs.includes('update')) await expectNoBug({ method: 'PUT', path: `${path}/${name}`, body: other });
    if (verbs.includes('create')) await expectNoBug({ method: 'POST', path: `${path}/${name}`, body: one });
  }
  await expectNoBug({ method: 'GET', path: all, headers: { accept: TABLE } });
  await expectNoBug({ method: 'DELETE', path: `${path}?gracePeriodSeconds=0` });
  await expectNoBug({
    method: 'PATCH',
    path,
    body: { metadata: { finalizers: null } },
    headers: { 'content-type': 'application/merge-patch+json' },
  });
}

async function expectNoBug(call: Call): Promise<void> {
  const before = server.logged.length;
  const { status, body } = await answerTo(call);
  const told = server.logged.slice(before).join('\n');
  assert.equal(told, '', `${call.method} ${call.path}: ${JSON.stringify(call.body)}`);
  const { kind } = Object(Object(body).protobuf ?? body);
  if (status >= 400) assert.equal(kind, 'Status', `${String(status)} ${JSON.stringify(body)}`);
}

function answerTo(call: Call): Promise<HttpAnswer> {
  const { server: address, token } = server;
  const stop = () => Promise.resolve();
  return ask({ name: 'random', server: address, token, kubectl: '', patienceMs: 10_000, stop }, call);
}
