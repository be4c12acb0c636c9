import assert from 'node:assert/strict';
import { test } from 'node:test';

import { decodeProtobuf } from '../../../src/embedded/wire/protobuf.ts';
import { makeSecrets } from '../../../src/embedded/pki/secrets.ts';
import { CONFIG_MAPS, DEPLOYMENTS, at, configMap, createWorld } from '../../helpers/embedded-verbs.ts';
import { serve, TOKEN } from './helpers.ts';
import { get } from 'node:https';

const PATH = '/api/v1/namespaces/default/configmaps';

test('a long list comes whole, in pieces and compressed where that is accepted', async () => {
  const world = createWorld();
  for (let i = 0; i < 2000; i += 1) {
    const object = configMap(`a${String(i)}`, { data: { a: 'ü'.repeat(200) } });
    world.verbs.create(at(CONFIG_MAPS), object, world.context);
  }
  await using server = await serve(world);
  const plain = await server.ask({ path: PATH });
  const packed = await server.ask({ path: PATH, headers: { 'accept-encoding': 'gzip' } });
  assert.equal(Object(plain.body).items.length, 2000);
  assert.deepEqual(packed.headers['content-encoding'], ['gzip']);
  assert.deepEqual(packed.body, plain.body);
});

test('a watch in protobuf is frames with their length before them, as client-go reads them', async () => {
  const world = createWorld();
  world.verbs.create(at(CONFIG_MAPS), configMap('a'), world.context);
  await using server = await serve(world);
  const type = 'application/vnd.kubernetes.protobuf;stream=watch';
  const bytes = await begin(server.port, `${PATH}?watch=1`, type);
  const length = bytes.readUInt32BE(0);
  const frame = bytes.subarray(4, 4 + length);
  assert.ok(frame.includes('ADDED'));
  const object = decodeProtobuf(frame.subarray(frame.indexOf('k8s\0')));
  assert.equal(object.kind, 'ConfigMap');
});

test('a scale and a list have the rows of their own kinds', async () => {
  const world = createWorld();
  for (const name of ['one', 'two']) {
    const spec = { replicas: 3, selector: { matchLabels: { a: 'b' } }, template: {} };
    const object = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name }, spec };
    world.verbs.create(at(DEPLOYMENTS), object, world.context);
  }
  await using server = await serve(world, { clock: world.clock });
  const headers = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' };
  const all = '/apis/apps/v1/namespaces/default/deployments';
  const cells = async (path: string): Promise<unknown[]> =>
    Object((await server.ask({ path, headers })).body).rows.map((row: object) => Object(row).cells);
  assert.deepEqual(await cells(`${all}/one/scale`), [['one', 3, 0, '0s']]);
  assert.deepEqual(await cells(all), [
    ['one', '0/3', 0, 0, '0s', '', '', 'a=b'],
    ['two', '0/3', 0, 0, '0s', '', '', 'a=b'],
  ]);
});

test('a client certificate of another authority is nobody’s', async () => {
  await using server = await serve();
  const { admin } = await makeSecrets({ now: Date.now() });
  const answer = await new Promise<number | undefined>((resolve, reject) => {
    const options = { port: server.port, host: '127.0.0.1', path: '/healthz', rejectUnauthorized: false };
    get({ ...options, cert: admin.cert, key: admin.key, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject);
  });
  assert.equal(answer, 401);
});

/** The first bytes of an answer that goes on. */
function begin(port: number, path: string, accept: string): Promise<Buffer> {
  const headers = { accept, authorization: `Bearer ${TOKEN}` };
  return new Promise((resolve, reject) => {
    get({ port, host: '127.0.0.1', path, headers, rejectUnauthorized: false, agent: false }, (response) => {
      response.once('data', (bytes: Buffer) => {
        resolve(bytes);
        response.destroy();
      });
    }).on('error', reject);
  });
}
