import { type EmbeddedProvider, embeddedProvider } from '../../clusters/embedded.ts';
import { embeddedContext } from '../../clusters/embedded-parts.ts';
import { userKubeconfig } from '../../kube/user-kubeconfig.ts';
import { systemClock } from '../../lib/clock.ts';
import { stateFolder } from '../../workshop/state.ts';
import type { CliContext } from '../context.ts';

/** Which embedded cluster, and what it is to be where it does not exist yet. */
export interface EmbeddedChoice {
  readonly name: string;
  /** The user's `--kubeconfig`. */
  readonly kubeconfig?: string;
  /** 3 when missing: as many as the workshop's. */
  readonly workers?: number;
  readonly ephemeral?: boolean;
  /** How long its API server may take for one answer, in milliseconds; 0 = no limit. */
  readonly requestTimeout?: number;
}

/** How many workers a cluster has when nobody says. */
export const WORKERS = 3;

/** V8 takes up to a hundred MiB for what has just been made where memory is plenty; a server of large clusters is to stay small. */
const HEAP = ['--max-semi-space-size=16'];

/** The embedded cluster of this name, with everything that its life takes. Nothing is loaded or read before a method is called. */
export function embeddedOf(cli: CliContext, choice: EmbeddedChoice): EmbeddedProvider {
  const { env, home, self } = cli;
  const [node, program] = [self.slice(0, 1), self.slice(1)];
  const { name, kubeconfig, workers = WORKERS, ephemeral = false, requestTimeout } = choice;
  return embeddedProvider({
    name,
    workers,
    ephemeral,
    memory: stateFolder(embeddedContext(name), env, home).path,
    command: [...node, ...HEAP, ...program, 'cluster', 'run-embedded'],
    kubeconfig: userKubeconfig(
      { env, home, ...(kubeconfig === undefined ? {} : { kubeconfig }) },
      systemClock,
    ),
    connect: async (adminConf) => {
      const { connect } = await import('../../kube/connect.ts');
      return connect({
        kubeconfig: adminConf,
        env,
        home,
        clock: systemClock,
        ...(requestTimeout === undefined ? {} : { requestTimeoutMs: requestTimeout }),
      });
    },
    env,
    clock: systemClock,
  });
}
