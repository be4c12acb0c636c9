import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { eventually } from './eventually.ts';
import { findProgram, type Program } from './require-tools.ts';

/** A real etcd and kube-apiserver in a temp folder, without nodes. Who has the token may do everything. */
export interface RealApiServer {
  readonly server: string;
  readonly kubeconfigPath: string;
  readonly token: string;
  readonly folder: string;
  /** Ends everything (schedulers too) and removes the folder. */
  stop(): Promise<void>;
  /** kill -9 of kube-apiserver only: connections break off, etcd keeps the data. */
  kill(): Promise<void>;
  /** Starts kube-apiserver again at the same address; resolves when it is ready. */
  start(): Promise<void>;
  /** kill and start. */
  restart(): Promise<void>;
  /** Compacts etcd and restarts kube-apiserver: every older resourceVersion and continue token is then a 410. */
  expire(): Promise<void>;
  /** A real kube-scheduler for the pods of `name`; resolves at once. Its log is in the folder. `profile` is added to its own in the configuration. */
  startScheduler(name?: string, profile?: object, options?: RealSchedulerOptions): Promise<ChildProcess>;
}

/** How a kube-scheduler runs. */
export interface RealSchedulerOptions {
  /** Where it serves health and metrics, to who has the token; any free port when not said. */
  readonly port?: number;
  /** One of several, by a lease of its name; alone when not said. */
  readonly leaderElect?: boolean;
}

/** Ready in about six seconds. Its logs are in `folder` (kept when it does not start). Extra flags go to kube-apiserver. */
export async function startRealApiServer(flags: readonly string[] = []): Promise<RealApiServer> {
  const folder = await mkdtemp(join(tmpdir(), 'minisched-api-'));
  const [etcdPort = 0, peerPort = 0, port = 0] = await freePorts(3);
  const token = randomBytes(16).toString('hex');
  await writeSecrets(folder, token);
  const children = new Set<ChildProcess>();
  const launch = (program: Program, args: readonly string[]): ChildProcess =>
    startProgram(folder, program, args, children);
  launch('etcd', etcdFlags(folder, etcdPort, peerPort));
  const server = `https://127.0.0.1:${port}`;
  const kubeconfigPath = join(folder, 'kubeconfig');
  let apiServer: ChildProcess | undefined;

  const start = async (): Promise<void> => {
    const child = launch('kube-apiserver', [...apiServerFlags(folder, etcdPort, port), ...flags]);
    apiServer = child;
    await eventually(() => isReady(server, token, child), `${server} is ready (logs in ${folder})`, 60_000);
    await writeFile(
      kubeconfigPath,
      kubeconfig(server, token, await readFile(join(folder, 'certs/apiserver.crt'))),
    );
  };
  const kill = async (): Promise<void> => {
    if (apiServer) await end(apiServer, 'SIGKILL');
  };
  const stop = async (): Promise<void> => {
    await Promise.all([...children].map((child) => end(child, 'SIGKILL')));
    await rm(folder, { recursive: true, force: true });
  };
  await start();
  return {
    server,
    kubeconfigPath,
    token,
    folder,
    start,
    kill,
    stop,
    restart: async () => {
      await kill();
      await start();
    },
    expire: async () => {
      await compact(etcdPort);
      await kill();
      await start();
    },
    startScheduler: async (name = 'default-scheduler', profile = {}, options = {}) => {
      const config = join(folder, `${name}.yaml`);
      await writeFile(config, schedulerConfig(kubeconfigPath, name, profile, options.leaderElect));
      const [securePort = options.port ?? 0] = options.port === undefined ? await freePorts(1) : [];
      // who asks for metrics is looked up with the API server
      const lookUp = ['authentication', 'authorization'].flatMap((what) => [
        `--${what}-kubeconfig`,
        kubeconfigPath,
      ]);
      return launch('kube-scheduler', ['--config', config, '--secure-port', String(securePort), ...lookUp]);
    },
  };
}

async function writeSecrets(folder: string, token: string): Promise<void> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  await writeFile(join(folder, 'sa.key'), privateKey.export({ type: 'pkcs1', format: 'pem' }));
  // others who may do everything, so that an audit log tells one client from another: `${token}-a` is scheduler-a
  const others = ['a', 'b', 'c'].map((one) => `${token}-${one},scheduler-${one},${one},system:masters\n`);
  await writeFile(join(folder, 'tokens.csv'), [`${token},admin,admin,system:masters\n`, ...others].join(''));
}

function etcdFlags(folder: string, port: number, peerPort: number): string[] {
  const peers = `http://127.0.0.1:${peerPort}`;
  return [
    `--data-dir=${folder}/etcd`,
    `--listen-client-urls=http://127.0.0.1:${port}`,
    `--advertise-client-urls=http://127.0.0.1:${port}`,
    `--listen-peer-urls=${peers}`,
    `--initial-advertise-peer-urls=${peers}`,
    `--initial-cluster=default=${peers}`,
    '--unsafe-no-fsync',
    '--log-level=error',
  ];
}

function apiServerFlags(folder: string, etcdPort: number, port: number): string[] {
  return [
    `--etcd-servers=http://127.0.0.1:${etcdPort}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
    `--cert-dir=${folder}/certs`,
    `--token-auth-file=${folder}/tokens.csv`,
    '--anonymous-auth=false',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${folder}/sa.key`,
    `--service-account-signing-key-file=${folder}/sa.key`,
    '--service-cluster-ip-range=10.0.0.0/24',
    '--disable-admission-plugins=ServiceAccount',
  ];
}

function startProgram(
  folder: string,
  program: Program,
  args: readonly string[],
  children: Set<ChildProcess>,
): ChildProcess {
  const file = findProgram(program);
  if (!file) throw new Error(`${program} is not there: skip the test with missing('${program}')`);
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const log = createWriteStream(join(folder, `${program}.log`), { flags: 'a' });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  children.add(child);
  const endWithUs = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', endWithUs);
  child.once('exit', () => {
    children.delete(child);
    process.removeListener('exit', endWithUs);
    log.end();
  });
  return child;
}

/** Through etcd's JSON gateway. */
async function compact(etcdPort: number): Promise<void> {
  const ask = async (path: string, body: object): Promise<unknown> => {
    const url = `http://127.0.0.1:${etcdPort}/v3/kv/${path}`;
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`etcd ${path}: ${await response.text()}`);
    return response.json();
  };
  const answer = await ask('range', { key: Buffer.from('none').toString('base64') });
  const { header }: { readonly header: { readonly revision: string } } = JSON.parse(JSON.stringify(answer));
  await ask('compaction', { revision: header.revision, physical: true });
}

async function isReady(server: string, token: string, child: ChildProcess): Promise<boolean> {
  if (child.exitCode !== null) throw new Error(`kube-apiserver ended with exit code ${child.exitCode}`);
  const headers = { authorization: `Bearer ${token}` };
  return new Promise((resolve) => {
    const request = get(
      `${server}/readyz`,
      { headers, rejectUnauthorized: false, agent: false },
      (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      },
    );
    request.on('error', () => {
      resolve(false);
    });
  });
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

/** kubectl's configuration for one server that is known by its certificate and takes a token. */
export function kubeconfig(server: string, token: string, certificate: Buffer, context = 'real'): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      { name: 'real', cluster: { server, 'certificate-authority-data': certificate.toString('base64') } },
    ],
    users: [{ name: 'admin', user: { token } }],
    contexts: [{ name: context, context: { cluster: 'real', user: 'admin' } }],
    'current-context': context,
  });
}

/** The configuration of a kube-scheduler for the pods that name it. */
export function schedulerConfig(
  kubeconfigPath: string,
  schedulerName: string,
  profile: object = {},
  leaderElect = false,
): string {
  return JSON.stringify({
    apiVersion: 'kubescheduler.config.k8s.io/v1',
    kind: 'KubeSchedulerConfiguration',
    clientConnection: { kubeconfig: kubeconfigPath, qps: 5000, burst: 5000 },
    leaderElection: { leaderElect, resourceName: schedulerName },
    profiles: [{ schedulerName, ...profile }],
  });
}

/** Ports that nobody listens on now. They are found together, so that they differ. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === 'object' && address ? address.port : 0;
  });
  await Promise.all(
    servers.map(async (server) => {
      server.close();
      await once(server, 'close');
    }),
  );
  return ports;
}
