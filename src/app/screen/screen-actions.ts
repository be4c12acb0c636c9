import type { ClusterApi } from '../../api/cluster-api.ts';
import { isConflict } from '../../api/errors.ts';
import { NODES, PODS } from '../../api/resources.ts';
import { systemClock } from '../../lib/clock.ts';
import { UserError } from '../../lib/errors.ts';
import { bindKubectl } from '../../exec/kubectl.ts';
import type { RunningScheduler } from '../../scheduler/running-scheduler.ts';
import type { Actions, Target } from '../../tui/actions.ts';
import { yamlText } from '../../workshop/yaml-text.ts';
import type { CliContext } from '../context.ts';
import { taintsAfter } from './taint-change.ts';

/** What the screen's keys work on. */
export interface ActionOptions {
  readonly cli: CliContext;
  readonly api: ClusterApi;
  readonly context: string;
  readonly kubeconfig?: string;
  /** Undefined until the scheduler runs. */
  readonly running: () => RunningScheduler | undefined;
  readonly quit: () => void;
}

/** A kubectl that hangs must not hang the screen's answer for ever. */
const KUBECTL_LIMIT_MS = 30_000;
/** A node changes with every heartbeat of its kubelet; more conflicts than these are somebody else's doing. */
const TRIES = 5;

/** The keys' work. Each promise resolves to what is shown, and rejects with an error whose message is. */
export function screenActions(options: ActionOptions): Actions {
  const { cli, api, running, quit } = options;
  const { signal } = cli;
  return {
    pause: () => running()?.pause(),
    resume: () => running()?.resume(),
    setPolicy: (policy) => running()?.policyChanged(policy),
    async cordon(name, on) {
      await api.patch(NODES, { name }, { spec: { unschedulable: on } }, { signal });
      return `node ${name} ${on ? 'is cordoned: it gets no new pods' : 'takes pods again'}`;
    },
    async taint(name, change) {
      await changeTaints(options, name, change);
      return `node ${name}: taint ${change.endsWith('-') ? `${change.slice(0, -1)} is gone` : `${change} is set`}`;
    },
    async yaml(target) {
      const object =
        target.kind === 'pod'
          ? await api.get(PODS, target, { signal })
          : await api.get(NODES, target, { signal });
      return yamlText(asKubectlShows(object));
    },
    describe: (target) => describe(options, target),
    quit,
  };
}

/** Reads, changes and writes what was read: somebody else's change in between is not overwritten. */
async function changeTaints(
  { api, cli: { signal } }: ActionOptions,
  name: string,
  change: string,
): Promise<void> {
  for (let tries = 1; ; tries++) {
    const { metadata, spec } = await api.get(NODES, { name }, { signal });
    const taints = taintsAfter(spec?.taints ?? [], change);
    const { resourceVersion } = metadata;
    try {
      await api.patch(NODES, { name }, { metadata: { resourceVersion }, spec: { taints } }, { signal });
      return;
    } catch (error) {
      if (!isConflict(error) || tries === TRIES) throw error;
    }
  }
}

async function describe(options: ActionOptions, target: Target): Promise<string> {
  const { cli, kubeconfig, context } = options;
  const kubectl = bindKubectl({
    env: cli.env,
    now: () => systemClock.now(),
    context,
    ...(kubeconfig !== undefined && { kubeconfig }),
  });
  const words = target.kind === 'pod' ? ['pod', target.name, '-n', target.namespace] : ['node', target.name];
  const result = await kubectl.run(['describe', ...words], {
    signal: cli.signal,
    timeoutMs: KUBECTL_LIMIT_MS,
  });
  if (result.exitCode !== 0) throw new UserError(result.stderr.trim() || 'kubectl describe failed');
  return result.stdout;
}

/** As `kubectl get -o yaml` shows it: fields in order of their names, and not who manages which. */
function asKubectlShows(object: object): unknown {
  return JSON.parse(
    JSON.stringify(object, (key, value: unknown) => {
      if (key === 'managedFields') return undefined;
      const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
      return isMap
        ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
        : value;
    }),
  );
}
