import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { eventually } from '../helpers/eventually.ts';
import { freePorts } from '../helpers/real-api-server.ts';
import { ask } from './http-client.ts';
import type { Target } from './target.ts';

/** The programs it takes, of one Kubernetes release. */
export const PROGRAMS = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kubectl'] as const;

/**
 * etcd, kube-apiserver (RBAC, ServiceAccount and NodeRestriction admission, anonymous access, as in kind) and kube-controller-manager
 * of the folder `assets` (KUBEBUILDER_ASSETS), without kubelets and without a scheduler. Ready in about ten seconds.
 */
export async function startRealControlPlane(assets: string): Promise<Target> {
  const folder = await mkdtemp(join(tmpdir(), 'minisched-parity-'));
  const [etcdPort = 0, peerPort = 0, port = 0, managerPort = 0] = await freePorts(4);
  const token = randomBytes(16).toString('hex');
  const children: ChildProcess[] = [];
  const launch = (program: string, args: readonly string[]): void => {
    const log = openSync(join(folder, `${program}.log`), 'a');
    const child = spawn(join(assets, program), args, { stdio: ['ignore', log, log] });
    process.once('exit', () => child.kill('SIGKILL'));
    children.push(child);
  };
  const target: Target = {
    name: 'the real control plane',
    server: `https://127.0.0.1:${port}`,
    token,
    kubectl: join(assets, 'kubectl'),
    patienceMs: 20_000,
    stop: async () => {
      await Promise.all(children.map(end));
      await rm(folder, { recursive: true, force: true });
    },
  };

  await writeSecrets(folder, token, target.server);
  launch('etcd', etcdFlags(folder, etcdPort, peerPort));
  launch('kube-apiserver', apiServerFlags(folder, etcdPort, port));
  await eventually(() => answers(target, '/readyz'), `kube-apiserver is ready (logs in ${folder})`, 60_000);
  launch('kube-controller-manager', managerFlags(folder, managerPort));
  const account = '/api/v1/namespaces/default/serviceaccounts/default';
  await eventually(() => answers(target, account), `the controllers work (logs in ${folder})`, 60_000);
  return target;
}

async function answers(target: Target, path: string): Promise<boolean> {
  try {
    return (await ask(target, { method: 'GET', path })).status === 200;
  } catch {
    // it does not listen yet
    return false;
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

async function writeSecrets(folder: string, token: string, server: string): Promise<void> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  await writeFile(join(folder, 'sa.key'), privateKey.export({ type: 'pkcs1', format: 'pem' }));
  const manager = randomBytes(16).toString('hex');
  await writeFile(
    join(folder, 'tokens.csv'),
    `${token},kubernetes-admin,,"system:masters"\n${manager},system:kube-controller-manager,,\n`,
  );
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'parity', cluster: { server, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'manager', user: { token: manager } }],
    contexts: [{ name: 'manager', context: { cluster: 'parity', user: 'manager' } }],
    'current-context': 'manager',
  };
  await writeFile(join(folder, 'manager.kubeconfig'), JSON.stringify(config));
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
    '--authorization-mode=Node,RBAC',
    '--enable-admission-plugins=NodeRestriction',
    '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
    `--service-account-key-file=${folder}/sa.key`,
    `--service-account-signing-key-file=${folder}/sa.key`,
    '--service-cluster-ip-range=10.96.0.0/16',
  ];
}

function managerFlags(folder: string, port: number): string[] {
  const config = `${folder}/manager.kubeconfig`;
  return [
    `--kubeconfig=${config}`,
    `--authentication-kubeconfig=${config}`,
    `--authorization-kubeconfig=${config}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
    `--cert-dir=${folder}/manager-certs`,
    '--leader-elect=false',
    '--use-service-account-credentials=true',
    `--service-account-private-key-file=${folder}/sa.key`,
    `--root-ca-file=${folder}/certs/apiserver.crt`,
    '--kube-api-qps=1000',
    '--kube-api-burst=2000',
  ];
}
