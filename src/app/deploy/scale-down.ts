import { selectorOf, type SchedulerDeployment } from '../../deploy/deployment.ts';
import { UserError } from '../../lib/errors.ts';
import { shown } from '../cluster/output.ts';
import type { CliContext } from '../context.ts';
import type { DeployTarget } from './target.ts';

/** Scales it to no copies and waits until the last one is gone: from then on nobody places its pods. Absent is success. */
export async function scaleDown(
  cli: CliContext,
  { kubectl, context }: Pick<DeployTarget, 'kubectl' | 'context'>,
  { name, namespace }: Pick<SchedulerDeployment, 'name' | 'namespace'>,
): Promise<void> {
  const here = ['-n', namespace];
  const { stdout } = await kubectl.run(
    ['get', 'deployment', name, ...here, '--ignore-not-found', '-o', 'name'],
    {
      signal: cli.signal,
    },
  );
  if (stdout === '') return;
  const lines = [
    ['scale', `deployment/${name}`, ...here, '--replicas=0'],
    ['wait', 'pods', ...here, '-l', selectorOf(name), '--for=delete', '--timeout=60s'],
  ];
  for (const args of lines) {
    const { exitCode, line } = await kubectl.run(args, { signal: cli.signal, output: shown(cli) });
    if (exitCode !== 0)
      throw new UserError(`\`${line}\` failed`, {
        next: `kubectl --context ${context} get pods -n ${namespace} -l app.kubernetes.io/instance=${name}`,
      });
  }
}
