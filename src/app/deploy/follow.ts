import { selectorOf } from '../../deploy/deployment.ts';
import { bindKubectl } from '../../exec/kubectl.ts';
import { systemClock } from '../../lib/clock.ts';
import { EXIT } from '../../lib/errors.ts';
import { announceScheduler, type Announced } from '../announce-scheduler.ts';
import type { CliContext } from '../context.ts';

/** Whose log is followed; the rest is what the copies were started with, for whoever looks for a scheduler of this context. */
export interface FollowOptions extends Announced {
  readonly context: string;
  readonly kubeconfig: string;
  readonly namespace: string;
}

/** Before the stream is opened anew, because copies ended. */
const AGAIN_MS = 1_000;

/** Prints what all copies print, until the context's signal aborts: the scheduler in the cluster looks from here like one that runs here. */
export async function followScheduler(cli: CliContext, options: FollowOptions): Promise<void> {
  const { context, kubeconfig, namespace, scheduler } = options;
  const kubectl = bindKubectl({ env: cli.env, now: () => systemClock.now(), context, kubeconfig });
  const retract = announceScheduler(cli, context, options, () => undefined);
  const told = new Set<string>();
  const line = (text: string): void => {
    // a stream that is opened anew begins at the beginning
    if (told.has(text)) return;
    told.add(text);
    cli.stdout.write(`${text}\n`);
  };
  const all = ['-f', '--tail=-1', '--max-log-requests=20'];
  const words = ['logs', '-n', namespace, '-l', selectorOf(scheduler), ...all];
  try {
    while (!cli.signal.aborted) {
      await kubectl.run(words, { signal: cli.signal, output: { command: () => undefined, line } });
      await systemClock.sleep(AGAIN_MS, cli.signal);
    }
  } catch (error) {
    if (!cli.signal.aborted) throw error;
  } finally {
    retract();
  }
  cli.setExitCode(EXIT.ok);
}
