import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { LESSONS } from '../../src/verify/lessons/index.ts';
import { eventually } from '../helpers/eventually.ts';
import { type Program, runProgram, startProgram } from '../helpers/program.ts';
import { findProgram, missingForKind } from '../helpers/require-tools.ts';

const NAME = 'minisched-e2e';
const MINUTE = 60_000;
const skip = missingForKind();

// One story on one real cluster: each test goes on where the one before it ended.
void suite('the workshop on a real kind cluster', { skip }, () => {
  let folder: string;
  let env: Record<string, string>;
  const programs: Program[] = [];

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'minisched-e2e-'));
    env = {
      KUBECONFIG: join(folder, 'kubeconfig'),
      XDG_STATE_HOME: join(folder, 'state'),
      NO_COLOR: '1',
      LANG: 'C.UTF-8',
      // step 14 builds it, which takes minutes, unless it was built before
      MINISCHED_GO_PLUGIN: 'cached',
      // where only $KUBEBUILDER_ASSETS has one
      KUBECTL_PATH: findProgram('kubectl') ?? 'kubectl',
    };
    // left behind by a run that was killed
    spawnSync('kind', ['delete', 'cluster', '--name', NAME], { stdio: 'ignore' });
  });

  after(async () => {
    await Promise.all(programs.map((program) => program.end('SIGKILL')));
    await minisched('workshop', 'reset', '--cluster', '--yes', '--name', NAME);
    spawnSync('kind', ['delete', 'cluster', '--name', NAME], { stdio: 'ignore' });
    rmSync(folder, { recursive: true, force: true });
  });

  const minisched = (...args: string[]) => runProgram(args, env);
  const workshop = (...args: string[]) => minisched('workshop', ...args, '--name', NAME, '--hold', '5s');
  const start = (...args: string[]) => {
    const program = startProgram(['workshop', ...args, '--name', NAME, '--hold', '5s'], env);
    programs.push(program);
    return program;
  };
  const kubectl = (...args: string[]): string => {
    const { stdout, stderr, status } = spawnSync(env['KUBECTL_PATH'] ?? 'kubectl', args, {
      encoding: 'utf8',
      env: { ...process.env, ...env },
    });
    assert.equal(status, 0, stderr);
    return stdout.trim();
  };
  const nodeOf = (pod: string) => kubectl('get', 'pod', pod, '-o', 'jsonpath={.spec.nodeName}');
  const taints = () => kubectl('get', 'nodes', '-o', 'jsonpath={.items[*].spec.taints[*].key}');

  test(
    'step 5 alone on a machine with no cluster makes what it needs and says so',
    { timeout: 6 * MINUTE },
    async () => {
      const { code, output } = await workshop('step', '5');
      assert.equal(code, 0, output);
      assert.match(output, /kind create cluster/);
      assert.match(output, /workshop-scheduler running/);
      assert.match(output, /Events: +<none>/);
      assert.match(output, /bound default\/orphan -> minisched-e2e-worker/);
      assert.equal(kubectl('get', 'pod', 'orphan', '-o', 'jsonpath={.status.phase}'), 'Running');
    },
  );

  // the text at which the program is killed with -9, step by step; the last line plays to the end
  const kills = ['bound default/pod3 ->', 'kubectl run orphan', 'kubectl run blocked'];

  test(
    'killed with -9 in the middle of steps 4, 5 and 6, run again goes on to the end, with evidence',
    { timeout: 8 * MINUTE },
    async () => {
      for (const [at, moment] of kills.entries()) {
        const program = start('run', ...(at === 0 ? ['--from', '4'] : []));
        await program.says(moment, 3 * MINUTE);
        await program.end('SIGKILL');
      }
      assert.match(taints(), /workshop/, 'the last kill left the taints behind');
      const { code, output } = await minisched('workshop', 'run', '--name', NAME, '--hold', '5s');
      assert.equal(code, 0, output);
      assert.doesNotMatch(taints(), /workshop/);
      const workers = ['', '2', '3'].map((suffix) => `${NAME}-worker${suffix}`);
      assert.deepEqual(
        [1, 2, 3, 4, 5, 6].map((number) => nodeOf(`pod${number}`)),
        [...workers, ...workers],
      );
      // what is left: the steps before 4, which --from passed over
      const rest = await workshop('run', '--from', '0', '--to', '3');
      assert.equal(rest.code, 0, rest.output);
    },
  );

  test(
    'a whole run from the first step verifies, and its bundle is sound until somebody edits it',
    { timeout: 8 * MINUTE },
    async () => {
      const { code, output } = await workshop('run', '--from', '0');
      assert.equal(code, 0, output);
      assert.match(output, /bound default\/pod1 -> minisched-e2e-worker \(had 0 pods\)/);
      assert.match(output, /bound default\/pod6 -> minisched-e2e-worker3 \(had 1 pods\)/);
      assert.match(
        output,
        /no feasible node for blocked: 0\/4 nodes are available: 4 node\(s\) had untolerated taint\(s\)\./,
      );
      const out = join(folder, 'evidence');
      const verified = await minisched(
        'verify',
        '--name',
        NAME,
        '--out',
        out,
        '--repo',
        'https://example.com/r',
        '--note',
        'Because.',
      );
      assert.equal(verified.code, 0, verified.output);
      const [bundle = ''] = readdirSync(out).map((name) => join(out, name));
      const evidence: { readonly facts: { readonly cluster: { readonly kind: string } } } = JSON.parse(
        readFileSync(join(bundle, 'evidence.json'), 'utf8'),
      );
      assert.equal(evidence.facts.cluster.kind, 'kind');
      assert.equal(spawnSync('sha256sum', ['-c', 'MANIFEST.sha256'], { cwd: bundle }).status, 0);
      assert.equal((await minisched('verify', '--bundle', bundle)).code, 0);
      appendFileSync(join(bundle, 'SUBMISSION.md'), ' ');
      const edited = await minisched('verify', '--bundle', bundle);
      assert.equal(edited.code, 1);
      assert.match(edited.output, /SUBMISSION\.md/);
    },
  );

  test(
    'the second part comes true on real kubelets, is in the evidence, and leaves nothing on nodes',
    { timeout: 15 * MINUTE },
    async () => {
      const { code, output } = await workshop('run', '--from', '7');
      assert.equal(code, 0, output);
      assert.match(output, /OutOfcpu/, 'a real kubelet refuses what it has no room for');
      assert.doesNotMatch(output, /An earlier play left/);
      assert.match(output, /with the extender put its six where yours are, one by one/);
      const out = join(folder, 'evidence-more');
      const args = ['--name', NAME, '--out', out, '--repo', 'https://example.com/r', '--note', 'Because.'];
      const verified = await minisched('verify', ...args);
      assert.equal(verified.code, 0, verified.output);
      const [bundle = ''] = readdirSync(out).map((name) => join(out, name));
      const evidence: { readonly findings: readonly { readonly id: string }[] } = JSON.parse(
        readFileSync(join(bundle, 'evidence.json'), 'utf8'),
      );
      const ids = evidence.findings.map(({ id }) => id);
      assert.deepEqual(
        LESSONS.filter(({ id }) => !ids.includes(id)),
        [],
      );
      assert.equal((await minisched('verify', '--bundle', bundle)).code, 0);
      const left = kubectl('get', 'nodes', '-o', 'yaml').match(/workshop\.example\.com\/\S+/g);
      assert.equal(left, null);
      assert.doesNotMatch(kubectl('get', 'priorityclasses', '-o', 'name'), /workshop/);
      assert.doesNotMatch(kubectl('get', 'deployments', '-A', '-o', 'name'), /extended|compiled/);
    },
  );

  test('after pod3 was deleted, verify fails and says so', { timeout: 2 * MINUTE }, async () => {
    kubectl('delete', 'pod', 'pod3', '--now');
    const { code, output } = await minisched(
      'verify',
      '--name',
      NAME,
      '--out',
      join(folder, 'evidence2'),
      '--repo',
      'https://example.com/r',
    );
    assert.equal(code, 1);
    assert.match(output, /pod3 not found/);
  });

  test(
    'a worker that was stopped gets no new pods; the next step starts it again and says so',
    { timeout: 6 * MINUTE },
    async () => {
      const worker = `${NAME}-worker2`;
      assert.equal(spawnSync('docker', ['stop', worker]).status, 0);
      const ready = () =>
        kubectl('get', 'node', worker, '-o', 'jsonpath={.status.conditions[?(@.type=="Ready")].status}');
      await eventually(() => ready() !== 'True', `${worker} is not ready`, 2 * MINUTE);
      const overrides = '--overrides={"spec":{"schedulerName":"workshop-scheduler"}}';
      for (const name of ['late1', 'late2', 'late3']) kubectl('run', name, '--image=none', overrides);
      await eventually(() => nodeOf('late3') !== '', 'late3 is placed', MINUTE);
      for (const name of ['late1', 'late2', 'late3']) assert.notEqual(nodeOf(name), worker);
      kubectl('delete', 'pod', 'late1', 'late2', 'late3', '--now');
      const { code, output } = await workshop('step', '1');
      assert.equal(code, 0, output);
      assert.match(output, /docker start|start(?:ed|ing) (?:it|them) again/i);
      assert.equal(ready(), 'True');
    },
  );

  test(
    'with --attach it uses the scheduler of another terminal, and says when to stop and start it',
    { timeout: 5 * MINUTE },
    async () => {
      assert.equal((await workshop('reset')).code, 0);
      const serve = () => {
        const program = startProgram(['serve', '--context', `kind-${NAME}`], env);
        programs.push(program);
        return program;
      };
      const mine = serve();
      await mine.says('workshop-scheduler running');
      const play = start('step', '5', '--attach');
      await play.says('Ctrl-C', MINUTE);
      assert.equal(await mine.end('SIGINT'), 0);
      await play.says('serve', MINUTE);
      await play.says('Events:', MINUTE);
      const again = serve();
      await again.says('bound default/orphan', 2 * MINUTE);
      assert.equal(await play.end(), 0, play.output());
      assert.equal(await again.end('SIGINT'), 0);
    },
  );

  test('reset --cluster deletes the cluster and what was kept of it', { timeout: 3 * MINUTE }, async () => {
    const { code, output } = await workshop('reset', '--cluster');
    assert.equal(code, 0, output);
    assert.doesNotMatch(
      spawnSync('kind', ['get', 'clusters'], { encoding: 'utf8' }).stdout,
      new RegExp(`^${NAME}$`, 'm'),
    );
    const nothing = await minisched('verify', '--name', NAME);
    assert.notEqual(nothing.code, 0);
    assert.match(nothing.output, /kubectl minisched workshop/);
    assert.doesNotMatch(nothing.output, /\n +at /);
  });
});
