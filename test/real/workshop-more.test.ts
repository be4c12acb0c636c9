import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { readLock } from '../../src/exec/lock.ts';
import { LESSONS } from '../../src/verify/lessons/index.ts';
import { testCli } from '../helpers/cli-context.ts';
import { runProgram, startProgram } from '../helpers/program.ts';
import { findProgram, missing } from '../helpers/require-tools.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const CLUSTER = ['--name', 'more', '--provider', 'embedded'];
const MINUTE = 60_000;

// One story on one cluster: each test goes on where the one before it ended.
void describe('the second part of the workshop on an embedded cluster', { skip: missing('kubectl') }, () => {
  const temp = tempFolder();
  const env = {
    HOME: temp.path,
    KUBECONFIG: temp.file('kubeconfig'),
    XDG_STATE_HOME: temp.file('state'),
    KUBECTL_PATH: findProgram('kubectl') ?? 'kubectl',
    LANG: 'C.UTF-8',
  };
  after(async () => {
    await runProgram(['workshop', 'reset', '--cluster', ...CLUSTER], env);
    temp[Symbol.dispose]();
  });
  const workshop = (...args: string[]) => runProgram(['workshop', ...args, ...CLUSTER], env);
  const state = (name: string) => join(temp.path, 'state', 'minisched', 'embedded-more', name);

  it('has checks that fail before their steps were played', { timeout: MINUTE }, async () => {
    assert.equal((await workshop('step', '1')).code, 0);
    const cli = testCli(temp.path, env);
    for (const { step } of LESSONS) {
      const { code, out } = await cli.run('workshop', 'check', String(step), ...CLUSTER);
      assert.equal(code, 1, out);
    }
  });

  it(
    'killed with -9 while step 9 has another configuration, goes on from there and comes true to its end',
    { timeout: 4 * MINUTE },
    async () => {
      const program = startProgram(['workshop', 'run', '--all', '--hold', '1s', ...CLUSTER], env);
      await program.says('policy custom from now on', 2 * MINUTE);
      await program.end('SIGKILL');
      assert.equal(readLock(state('scheduler.lock'))?.policy, 'custom');
      const { code, output } = await workshop('run', '--hold', '1s');
      assert.equal(code, 0, output);
      assert.match(output, /going on with step 9, which was\s+interrupted/);
      assert.match(output, /left the resource workshop\.example\.com\/slot on [\s\S]*?: removing it/);
      assert.match(output, /A spread {3}B pack/);
      assert.match(output, /Nobody is known to serve packer: .*Alive: /s);
      assert.match(output, /OutOfcpu/);
      assert.match(output, /The workshop is finished: all \d+ steps are\s+done/);
    },
  );

  it('is in the evidence, and the bundle is sound', { timeout: MINUTE }, async () => {
    const out = temp.file('evidence');
    const { code, output } = await runProgram(['verify', '--out', out, ...CLUSTER], env);
    assert.equal(code, 0, output);
    const [bundle = ''] = readdirSync(out).map((name) => join(out, name));
    const evidence: { readonly findings: readonly { readonly id: string }[] } = JSON.parse(
      readFileSync(join(bundle, 'evidence.json'), 'utf8'),
    );
    const ids = evidence.findings.map(({ id }) => id);
    assert.deepEqual(
      // no kube-scheduler runs on simulated nodes, so nothing is claimed of it
      LESSONS.flatMap(({ id, step }) => (ids.includes(id) ? [] : step)),
      [14],
    );
    assert.match(readFileSync(join(bundle, 'SUBMISSION.md'), 'utf8'), /^## 5\. And more/m);
    const checked = await runProgram(['verify', '--bundle', bundle], env);
    assert.equal(checked.code, 0, checked.output);
  });

  it('leaves the scheduler of the person, and nothing on nodes', { timeout: MINUTE }, async () => {
    const { policy, assume, scheduler } = readLock(state('scheduler.lock')) ?? {};
    assert.deepEqual([policy, assume, scheduler], ['least-pods', true, 'workshop-scheduler']);
    const { code, output } = await workshop('reset');
    assert.equal(code, 0, output);
    assert.doesNotMatch(output, /An earlier play left/);
  });
});
