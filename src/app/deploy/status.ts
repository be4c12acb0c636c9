import { selectorOf } from '../../deploy/deployment.ts';
import type { Kubectl } from '../../exec/kubectl.ts';
import { EXIT, UserError } from '../../lib/errors.ts';
import { tableLines } from '../../workshop/table.ts';
import type { CliContext } from '../context.ts';
import { documentText, type OutputFormat } from '../document.ts';
import { deployTarget, type TargetOptions } from './target.ts';

/** Which deployment, and how it is told. */
export interface DeployStatusOptions extends TargetOptions {
  readonly deploymentName: string;
  readonly namespace: string;
  readonly output?: OutputFormat;
}

/** What `deploy status` tells; with `-o json` exactly so. */
export interface DeployReport {
  readonly context: string;
  readonly serverVersion: string;
  readonly deployment: string;
  readonly image: string;
  readonly serves: string;
  readonly replicas: { readonly wanted: number; readonly ready: number };
  /** The pod that leads; missing while none does. */
  readonly leader?: string;
  /** Changes of the leader so far. */
  readonly transitions: number;
  readonly pods: readonly PodReport[];
  /** The newest last. */
  readonly decisions: readonly DecisionReport[];
}

interface PodReport {
  readonly name: string;
  readonly node: string;
  readonly phase: string;
  readonly ready: boolean;
  readonly restarts: number;
}

interface DecisionReport {
  readonly time: string;
  readonly reason: string;
  readonly pod: string;
  readonly note: string;
}

/** So many decisions are told. */
const DECISIONS = 10;

/** `deploy status`: who leads, what runs, what it decided last. Exit code 1 when it is not there, nobody leads, or a copy is not ready. */
export async function deployStatus(cli: CliContext, options: DeployStatusOptions): Promise<void> {
  const target = await deployTarget(cli, options, { writes: false });
  const report = await reportOf(cli, options, target.kubectl, target.context);
  if (!report) {
    cli.stdout.write(
      `There is no deployment ${options.deploymentName} of ours in ${options.namespace} on the cluster of ${target.context}.\n`,
    );
    cli.setExitCode(EXIT.negative);
    return;
  }
  cli.stdout.write(documentText(report, options.output) ?? `${linesOf(report).join('\n')}\n`);
  const { wanted, ready } = report.replicas;
  cli.setExitCode(report.leader !== undefined && ready >= wanted ? EXIT.ok : EXIT.negative);
}

async function reportOf(
  cli: CliContext,
  { deploymentName: name, namespace }: DeployStatusOptions,
  kubectl: Kubectl,
  context: string,
): Promise<DeployReport | undefined> {
  const ask = (...args: readonly string[]) => json(cli, kubectl, args);
  const labelled = ['-n', namespace, '-l', selectorOf(name)];
  const [deployment] = items(await ask('get', 'deployments', ...labelled));
  if (!deployment) return undefined;
  const pods = items(await ask('get', 'pods', ...labelled));
  // by name: one that somebody deleted was made anew by the copies, without labels
  const [lease] = items(
    await ask('get', 'leases', '-n', namespace, '--field-selector', `metadata.name=${name}`),
  );
  const template = at(deployment, 'spec', 'template');
  const serves = text(at(template, 'metadata', 'annotations', 'minisched/serves'));
  const [container] = list(at(template, 'spec', 'containers'));
  const holder = text(at(lease, 'spec', 'holderIdentity'));
  const leader = pods
    .map((pod) => text(at(pod, 'metadata', 'name')))
    .find((pod) => holder.startsWith(`${pod}_`));
  return {
    context,
    serverVersion: text(at(await ask('version'), 'serverVersion', 'gitVersion')),
    deployment: `${namespace}/${name}`,
    image: text(at(container, 'image')),
    serves,
    replicas: {
      wanted: number(at(deployment, 'spec', 'replicas')),
      ready: number(at(deployment, 'status', 'readyReplicas')),
    },
    ...(leader !== undefined && { leader }),
    transitions: number(at(lease, 'spec', 'leaseTransitions')),
    pods: pods.map(podReport),
    decisions: await decisionsOf(ask, serves.split(', ')),
  };
}

/** Field selectors know no "or". */
async function decisionsOf(
  ask: (...args: readonly string[]) => Promise<unknown>,
  names: readonly string[],
): Promise<DecisionReport[]> {
  const all = await Promise.all(
    names.map((name) => ask('get', 'events', '-A', '--field-selector', `reportingComponent=${name}`)),
  );
  return all
    .flatMap(items)
    .map((event) => ({
      time:
        [at(event, 'series', 'lastObservedTime'), at(event, 'eventTime')]
          .map(text)
          .find((time) => time !== '') ?? '',
      reason: text(at(event, 'reason')),
      pod: `${text(at(event, 'involvedObject', 'namespace'))}/${text(at(event, 'involvedObject', 'name'))}`,
      note: text(at(event, 'message')),
    }))
    .toSorted((one, other) => (one.time < other.time ? -1 : 1))
    .slice(-DECISIONS);
}

function podReport(pod: unknown): PodReport {
  const [container] = list(at(pod, 'status', 'containerStatuses'));
  return {
    name: text(at(pod, 'metadata', 'name')),
    node: text(at(pod, 'spec', 'nodeName')),
    phase: text(at(pod, 'status', 'phase')),
    ready: at(container, 'ready') === true,
    restarts: number(at(container, 'restartCount')),
  };
}

function linesOf(report: DeployReport): string[] {
  const { leader, transitions, replicas, pods, decisions } = report;
  const rows = pods.map(({ name, node, phase, ready, restarts }) => [
    name,
    name === leader ? 'leads' : '',
    node,
    `${phase}${ready ? '' : ' (not ready)'}`,
    `${restarts} restarts`,
  ]);
  return [
    `${report.serves} on ${report.context} (${report.serverVersion}): deployment ${report.deployment}, ${replicas.ready} of ${replicas.wanted} ready, image ${report.image}`,
    leader === undefined ? 'Nobody leads.' : `${leader} leads; changes of the leader so far: ${transitions}.`,
    '',
    ...tableLines(rows),
    '',
    ...(decisions.length === 0 ? ['It has decided nothing that is still told.'] : ['Its last decisions:']),
    ...tableLines(
      decisions.map(({ time, reason, pod, note }) => [`  ${time.slice(11, 19)}`, reason, pod, note]),
    ),
  ];
}

async function json(cli: CliContext, kubectl: Kubectl, args: readonly string[]): Promise<unknown> {
  const { exitCode, stdout, stderr, line } = await kubectl.run([...args, '-o', 'json'], {
    signal: cli.signal,
  });
  if (exitCode !== 0) throw new UserError(`\`${line}\` failed: ${stderr.trim().split('\n').at(-1) ?? ''}`);
  const value: unknown = JSON.parse(stdout);
  return value;
}

function items(value: unknown): readonly unknown[] {
  return list(at(value, 'items'));
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** What stands there, of a value that somebody else wrote. */
function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function number(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
