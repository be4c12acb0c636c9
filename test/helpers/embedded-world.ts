import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { EmbeddedOptions } from '../../src/embedded/start-cluster.ts';
import { ask } from '../parity/http-client.ts';
import { runKubectl, words } from '../parity/kubectl.ts';
import { at, items } from '../parity/sequence.ts';
import type { Target } from '../parity/target.ts';
import { startEmbedded, type EmbeddedServer } from './embedded-cluster.ts';
import { eventually } from './eventually.ts';
import { type Program, startExecutable } from './program.ts';
import { freePorts, schedulerConfig } from './real-api-server.ts';
import { findProgram } from './require-tools.ts';

/** An embedded cluster with programs of others that work on it. */
export interface EmbeddedWorld {
  readonly cluster: EmbeddedServer;
  /** Runs a command line, in the namespace `default`, and resolves to what it printed; rejects when it fails. */
  kubectl(line: string, stdin?: string): Promise<string>;
  /** The answer's body. */
  get(path: string): Promise<unknown>;
  /** Waits until the body is as wished; fails with the body as it was last. */
  until(path: string, what: string, holds: (body: unknown) => boolean, limitMs?: number): Promise<unknown>;
  startScheduler(name: string): Promise<Program>;
  startControllerManager(): Promise<Program>;
  start(file: string, args: readonly string[]): Program;
  /** Ends the programs, then the cluster. */
  stop(): Promise<void>;
}

/** Starts the cluster; the programs are found as tests find them (KUBEBUILDER_ASSETS). */
export async function startEmbeddedWorld(options: Partial<EmbeddedOptions>): Promise<EmbeddedWorld> {
  const cluster = await startEmbedded(options);
  const target: Target = {
    name: 'the embedded cluster',
    server: cluster.server,
    token: cluster.token,
    kubectl: fileOf('kubectl'),
    patienceMs: 30_000,
    stop: () => cluster.close(),
  };
  const programs: Program[] = [];
  const start = (file: string, args: readonly string[]): Program => {
    const program = startExecutable(file, args);
    programs.push(program);
    return program;
  };
  const get = async (path: string): Promise<unknown> => (await ask(target, { method: 'GET', path })).body;
  return {
    cluster,
    start,
    get,
    async kubectl(line, stdin = '') {
      const call = { args: words(line), stdin, namespace: 'default' };
      const { exitCode, stdout, stderr } = await runKubectl(target, cluster.folder, call);
      if (exitCode !== 0) throw new Error(`kubectl ${line} ended with ${exitCode}: ${stderr}${stdout}`);
      return stdout;
    },
    async until(path, what, holds, limitMs) {
      let body: unknown;
      try {
        await eventually(async () => holds((body = await get(path))), what, limitMs);
      } catch (error) {
        throw new Error(`${what}: ${JSON.stringify(body).slice(0, 4000)}`, { cause: error });
      }
      return body;
    },
    async startScheduler(name) {
      const config = join(cluster.folder, `${name}.yaml`);
      await writeFile(config, schedulerConfig(cluster.kubeconfigPath, name));
      const [port = 0] = await freePorts(1);
      return start(fileOf('kube-scheduler'), ['--config', config, '--secure-port', String(port)]);
    },
    async startControllerManager() {
      const [port = 0] = await freePorts(1);
      return start(fileOf('kube-controller-manager'), await managerFlags(cluster, port));
    },
    async stop() {
      await Promise.all(programs.map((program) => program.end('SIGKILL')));
      await cluster.close();
    },
  };
}

/** As kubeadm starts it: with a service account for each controller. */
async function managerFlags(cluster: EmbeddedServer, port: number): Promise<string[]> {
  const { folder, kubeconfigPath, secrets } = cluster;
  await writeFile(join(folder, 'sa.key'), secrets.serviceAccounts.privateKey);
  await writeFile(join(folder, 'ca.crt'), secrets.ca.cert);
  return [
    `--kubeconfig=${kubeconfigPath}`,
    `--authentication-kubeconfig=${kubeconfigPath}`,
    `--authorization-kubeconfig=${kubeconfigPath}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
    `--cert-dir=${join(folder, 'manager')}`,
    '--leader-elect=true',
    '--use-service-account-credentials=true',
    `--service-account-private-key-file=${join(folder, 'sa.key')}`,
    `--root-ca-file=${join(folder, 'ca.crt')}`,
  ];
}

function fileOf(program: Parameters<typeof findProgram>[0]): string {
  const file = findProgram(program);
  if (!file) throw new Error(`${program} is not there: skip the test with missing('${program}')`);
  return file;
}

/** Where the pods of a list are, by name. */
export function placesOf(list: unknown): Map<string, string> {
  return new Map(items(list).map((pod) => [textAt(pod, 'metadata.name'), textAt(pod, 'spec.nodeName')]));
}

/** The text at a place; empty where there is none. */
export function textAt(value: unknown, place: string): string {
  const found = at(value, place);
  return typeof found === 'string' ? found : '';
}

/** The folder of kubectl and the others. */
export function assetsFolder(): string {
  return dirname(fileOf('kubectl'));
}
