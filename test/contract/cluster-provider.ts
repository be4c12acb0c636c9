import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import type { ClusterProvider, ProviderOptions } from '../../src/clusters/provider.ts';
import { UserError } from '../../src/lib/errors.ts';
import { recordedOutput } from '../helpers/recorded-output.ts';

/** One implementation under test, and its end. */
export interface ProviderCase {
  readonly provider: ClusterProvider;
  /** What the suite must leave as it found it: the context that was current. */
  readonly currentContext: () => Promise<string>;
  close(): Promise<void> | void;
}

/**
 * What every ClusterProvider promises (src/clusters/provider.ts). `owned`: nothing of its name exists yet;
 * otherwise its cluster is there and healthy.
 */
export function clusterProviderContract(
  name: string,
  { owned, open }: { readonly owned: boolean; readonly open: () => Promise<ProviderCase> | ProviderCase },
): void {
  describe(`ClusterProvider contract: ${name}`, () => {
    let opened: ProviderCase;
    before(async () => {
      opened = await open();
    });
    after(() => opened.close());

    it('says whether the cluster is ours', () => {
      assert.equal(opened.provider.owned, owned);
      assert.equal(opened.provider.kind === 'other', !owned);
    });

    it('ends with the reason of an aborted signal', async () => {
      const reason = new Error('enough');
      const call = { signal: AbortSignal.abort(reason), output: recordedOutput() };
      await assert.rejects(opened.provider.status(call), reason);
    });

    if (owned) {
      it('is absent, created, stopped, restarted, deleted, and leaves the current context as it was', () =>
        ownedLife(opened));
    } else {
      it('looks, and refuses to change anything', () => onlyLooks(opened.provider));
    }
  });
}

function options(): ProviderOptions & { output: ReturnType<typeof recordedOutput> } {
  return { signal: new AbortController().signal, output: recordedOutput() };
}

async function ownedLife({ provider, currentContext }: ProviderCase): Promise<void> {
  const beforeAll = await currentContext();
  assert.deepEqual(await provider.status(options()), { state: 'absent' });
  assert.equal(await provider.restart(options()), false, 'what is absent cannot be restarted');

  const creating = options();
  await provider.create(creating);
  assert.ok(creating.output.commands.length > 0, 'the commands are shown');
  const made = await provider.status(options());
  assert.equal(made.state, 'healthy');
  const { nodes } = made;
  assert.equal(nodes.length, 4);
  assert.equal(await currentContext(), provider.context);
  await assert.rejects(provider.create(options()), UserError, 'what exists is not created again');
  assert.equal((await provider.status(options())).state, 'healthy', 'and is not harmed by the try');

  const worker = nodes.find((node) => node.endsWith('-worker')) ?? '';
  await assert.rejects(provider.stopNode('no-such-node', options()), /no node no-such-node/);
  await provider.stopNode(worker, options());
  const stopped = await provider.status(options());
  assert.equal(stopped.state, 'unhealthy');
  assert.match(stopped.state === 'unhealthy' ? stopped.problem : '', new RegExp(`1 of 4 nodes.*${worker}`));
  assert.equal(await provider.restart(options()), true);
  assert.deepEqual(await provider.status(options()), { state: 'healthy', nodes });

  await provider.delete(options());
  assert.deepEqual(await provider.status(options()), { state: 'absent' });
  assert.equal(await currentContext(), beforeAll, 'what was current before is current again');
  await provider.delete(options());
}

async function onlyLooks(provider: ClusterProvider): Promise<void> {
  const seen = await provider.status(options());
  assert.equal(seen.state, 'healthy');
  const [node = ''] = seen.state === 'healthy' ? seen.nodes : [];
  assert.notEqual(node, '');
  const refused = { name: 'UserError', message: /did not make it/ };
  await assert.rejects(provider.create(options()), refused);
  await assert.rejects(provider.restart(options()), refused);
  await assert.rejects(provider.delete(options()), refused);
  await assert.rejects(provider.stopNode(node, options()), refused);
  await assert.rejects(provider.startNode(node, options()), refused);
  assert.deepEqual(await provider.status(options()), seen, 'nothing changed');
}
