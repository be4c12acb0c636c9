import { release } from 'node:os';
import { dirname } from 'node:path';

import { type Engine, readEngine } from '../../doctor/engine-facts.ts';
import type { Machine, Screen, System, Told } from '../../doctor/machine.ts';
import { kindImage } from '../../exec/kind-image.ts';
import { MissingToolError } from '../../exec/missing-tool-error.ts';
import { run } from '../../exec/run.ts';
import { findContainerTool, findKubectl } from '../../exec/tools.ts';
import { kubeconfigPaths, pathToWrite } from '../../kube/kubeconfig-paths.ts';
import { systemClock } from '../../lib/clock.ts';
import { UserError } from '../../lib/errors.ts';
import type { Language } from '../../project/project.ts';
import { stateFolder } from '../../workshop/state.ts';
import { nodeImage } from '../cluster/node-image.ts';
import type { CliContext } from '../context.ts';

/** What decides what is looked at. */
export interface MachineOptions {
  readonly kubeconfig?: string;
  readonly image?: string;
  readonly lang?: Language;
}

/** This machine, for probes. */
export function thisMachine(cli: CliContext, options: MachineOptions): Machine {
  const { env, home, root, signal } = cli;
  const { kubeconfig, lang } = options;
  const tell = teller(cli);
  const place = { env, home, ...(kubeconfig === undefined ? {} : { kubeconfig }) };
  let engine: Promise<Engine> | undefined;
  return {
    env,
    home,
    root,
    signal,
    system: systemOf(process.platform, release()),
    arch: process.arch,
    node: process.versions.node,
    state: dirname(stateFolder('any', env, home).path),
    kubeconfig: { paths: kubeconfigPaths(place), write: pathToWrite(place) },
    ...(lang === undefined ? {} : { lang }),
    screen: screenOf(cli),
    tell,
    nodeImage: async () => nodeImage(cli, options.image) ?? (await kindImage(env)),
    engine: () => (engine ??= askEngine(findContainerTool(env), tell)),
  };
}

/** Microsoft's kernels say whose they are. */
function systemOf(platform: string, kernel: string): System {
  if (platform === 'darwin') return 'mac';
  if (platform === 'win32') return 'windows';
  return /microsoft/i.test(kernel) ? 'wsl' : 'linux';
}

function screenOf({ terminal }: CliContext): Screen {
  if (!terminal) return { terminal: false };
  const { columns, rows } = terminal.stdout;
  return { terminal: true, columns, rows };
}

async function askEngine(tool: string, tell: Machine['tell']): Promise<Engine> {
  return readEngine(tool, await tell(tool, 'info', '--format', '{{json .}}'));
}

/** Less than a probe is given as a whole. */
const LIMIT_MS = 8_000;
/** `timeout`'s own exit code. */
const TOO_LATE = 124;

function teller({ env, signal }: CliContext): Machine['tell'] {
  return async (...argv): Promise<Told> => {
    try {
      return {
        there: true,
        ...(await run(argv, {
          env,
          now: () => systemClock.now(),
          signal,
          timeoutMs: LIMIT_MS,
          // KUBECTL_PATH has links resolved: of a binary that is many programs (k3s) it names the wrong one
          ...(argv[0] === findKubectl(env) && { argv0: 'kubectl' }),
        })),
      };
    } catch (error) {
      if (error instanceof MissingToolError) return { there: false };
      if (!(error instanceof UserError)) throw error;
      // it hangs, or may not be run
      return { there: true, exitCode: TOO_LATE, stdout: '', stderr: error.message };
    }
  };
}
