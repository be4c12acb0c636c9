import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';

import { NAMESPACES, PRIORITY_CLASSES } from '../../src/api/resources.ts';
import { manifestsText } from '../../src/app/deploy/manifest-text.ts';
import { manifestsOf } from '../../src/deploy/manifests.ts';
import { CLUSTER_RIGHTS, lackingRights, leaseRights, type Right } from '../../src/deploy/rights.ts';
import { connect, type Connection } from '../../src/kube/connect.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { eventually } from '../helpers/eventually.ts';
import { type Program, startProgram } from '../helpers/program.ts';
import { kubeconfig, type RealApiServer, startRealApiServer } from '../helpers/real-api-server.ts';
import { findProgram, missing } from '../helpers/require-tools.ts';
import { HIGH, type Scene, type SceneName, SCENES } from '../helpers/right-scenes.ts';

const skip = missing('etcd', 'kube-apiserver', 'kubectl');
const NAME = 'scheduler-with-few-rights';
const ACCOUNT = `system:serviceaccount:kube-system:${NAME}`;

/** Each right of ours, by its first words, and the function that is lost without it. */
const LOST: Readonly<Record<string, SceneName>> = {
  'finds the pods': 'places',
  'knows the nodes': 'places',
  'places a pod:': 'places',
  'tells why a pod': 'tellsWhyNot',
  'tells what was decided': 'tellsEvents',
  'counts an event': 'countsEvents',
  'preempts: pods': 'preempts',
  'preempts pods first': 'sparesBudgets',
  'reads a pod back': 'bindsVolumes',
  'spreads the pods of a Service': 'spreadsServices',
  'spreads the pods of a ReplicaSet': 'spreadsReplicaSets',
  'knows which namespaces': 'knowsNamespaces',
  'places a pod where its volumes': 'bindsVolumes',
  'knows which claims': 'bindsVolumes',
  'binds a volume': 'bindsVolumes',
  'tells the provisioner': 'provisionsVolumes',
  'looks, while volumes': 'bindsVolumes',
  'leads, and keeps': 'places',
  'makes the lease': 'makesItsLease',
};

/** Something that was forbidden, as the API server wrote it down. */
interface Denial {
  readonly verb: string;
  readonly objectRef?: {
    readonly resource: string;
    readonly subresource?: string;
    readonly apiGroup?: string;
  };
}

void suite('a scheduler with the rights that deploy gives it', { skip }, () => {
  let server: RealApiServer;
  let admin: Connection;
  let folder: string;
  let config: string;
  let plays = 0;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'minisched-rights-'));
    server = await startRealApiServer(auditedRbac(folder));
    admin = await connect({ kubeconfig: server.kubeconfigPath, env: {}, home: '/', clock: systemClock });
    await admin.api.create(PRIORITY_CLASSES, { metadata: { name: HIGH }, value: 1000 });
    await admin.api.create(PRIORITY_CLASSES, {
      metadata: { name: 'never' },
      value: 1000,
      preemptionPolicy: 'Never',
    });
    grant({});
    const token = kubectl(['create', 'token', NAME, '--namespace=kube-system', '--duration=1h']).trim();
    config = join(folder, 'account');
    writeFileSync(
      config,
      kubeconfig(server.server, token, readFileSync(join(server.folder, 'certs/apiserver.crt'))),
    );
  });

  after(async () => {
    await admin.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const kubectl = (args: readonly string[], input = ''): string =>
    execFileSync(findProgram('kubectl') ?? '', ['--kubeconfig', server.kubeconfigPath, ...args], {
      encoding: 'utf8',
      input,
      stdio: ['pipe', 'pipe', 'inherit'],
    });

  /** The rights of a deployment, all but one. */
  const grant = ({ without, systemRole = false }: { without?: Right; systemRole?: boolean }): void => {
    const deployment = {
      name: NAME,
      namespace: 'kube-system',
      image: 'none',
      replicas: 0,
      flags: [],
      systemRole,
    };
    const manifests = manifestsOf({ ...deployment, configuration: '', serves: [NAME] })
      .filter(({ kind }) => kind !== 'Deployment')
      .map((one) =>
        'rights' in one && Array.isArray(one.rights)
          ? { ...one, rights: one.rights.filter(({ why }) => why !== without?.why) }
          : one,
      );
    kubectl(['delete', 'clusterrolebindings', '-l', 'app.kubernetes.io/managed-by', '--ignore-not-found']);
    kubectl(['apply', '-f', '-'], manifestsText(manifests));
  };

  const start = (): Program =>
    startProgram(
      [
        'serve',
        '--kubeconfig',
        config,
        '--policy',
        'default',
        '--scheduler-name',
        NAME,
        '--leader-elect',
        '--leader-elect-resource-name',
        NAME,
        '--log-format',
        'json',
        '--leader-elect-lease-duration',
        '3s',
        '--leader-elect-renew-deadline',
        '2s',
        '--leader-elect-retry-period',
        '300ms',
      ],
      { XDG_STATE_HOME: folder },
    );

  const denials = (): Denial[] =>
    readFileSync(join(folder, 'audit.log'), 'utf8')
      .split('\n')
      .filter((line) => line.includes('"authorization.k8s.io/decision":"forbid"'))
      .map((line): Denial => JSON.parse(line));

  const sceneOf = async (name: SceneName): Promise<Scene> => {
    const id = `s${String(plays++)}-${name.toLowerCase()}`;
    await admin.api.create(NAMESPACES, { metadata: { name: id } });
    return SCENES[name]({ api: admin.api, scheduler: NAME, lease: NAME, id });
  };

  const playAll = async (): Promise<void> => {
    const before = denials().length;
    const scheduler = start();
    try {
      for (const name of Object.keys(SCENES).filter(isScene)) {
        const scene = await sceneOf(name);
        // it leads already: a lease that somebody deletes is made again
        await scene.prepare?.();
        await scene.act();
        await saying(scheduler, () => eventually(scene.works, name));
      }
    } finally {
      await scheduler.end('SIGTERM');
    }
    assert.deepEqual(denials().slice(before), [], 'nothing is denied in a full run');
  };

  void test('does everything, and nothing is ever denied', () => playAll());

  for (const right of [...CLUSTER_RIGHTS, ...leaseRights(NAME)]) {
    const [, scene] = Object.entries(LOST).find(([words]) => right.why.startsWith(words)) ?? [];
    void test(`without the right that ${right.why}`, async () => {
      assert.ok(scene, 'every right has a function that is lost without it');
      grant({ without: right });
      const before = denials().length;
      const { prepare, act, works, settled } = await sceneOf(scene);
      await prepare?.();
      const scheduler = start();
      try {
        await act().catch((error: unknown) => {
          // the scene may need what is missing
          if (!String(error).includes('the scene')) throw error;
        });
        await saying(scheduler, async () => {
          await eventually(async () => {
            await works();
            const since = denials().slice(before);
            return since.some((denial) => isAbout(denial, right));
          }, 'it is denied');
          if (settled) await eventually(settled, 'something else happens');
        });
        assert.equal(await works(), false, `${scene} works all the same`);
      } finally {
        await scheduler.end('SIGKILL');
      }
    });
  }

  void test("does everything with the cluster's own roles and what they lack, too", async () => {
    grant({ systemRole: true });
    await playAll();
    for (const right of lackingRights(NAME))
      assert.ok(leaseRights(NAME).some(({ why }) => why === right.why));
  });
});

/** What it said is the first thing to look at. */
async function saying(scheduler: Program, happens: () => Promise<void>): Promise<void> {
  try {
    await happens();
  } catch (error) {
    throw new Error(`${String(error)}; it says:\n${scheduler.output()}`, { cause: error });
  }
}

function isScene(name: string): name is SceneName {
  return name in SCENES;
}

function isAbout({ verb, objectRef }: Denial, { apiGroup, resources, verbs }: Right): boolean {
  const { resource = '', subresource, apiGroup: group = '' } = objectRef ?? {};
  const full = subresource === undefined ? resource : `${resource}/${subresource}`;
  return verbs.includes(verb) && resources.includes(full) && group === apiGroup;
}

/** Everything that the account asks for is written down, with the decision. */
function auditedRbac(folder: string): string[] {
  const policy = join(folder, 'audit-policy.json');
  const log = join(folder, 'audit.log');
  writeFileSync(log, '');
  writeFileSync(
    policy,
    JSON.stringify({
      apiVersion: 'audit.k8s.io/v1',
      kind: 'Policy',
      omitStages: ['RequestReceived', 'ResponseStarted'],
      rules: [{ level: 'Metadata', users: [ACCOUNT] }, { level: 'None' }],
    }),
  );
  return ['--authorization-mode=RBAC', `--audit-policy-file=${policy}`, `--audit-log-path=${log}`];
}
