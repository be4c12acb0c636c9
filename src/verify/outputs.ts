import type { CommandResult } from '../exec/run.ts';
import type { OutputFile } from './evidence.ts';
import { WORKSHOP_PODS } from './facts.ts';

/** Runs the real kubectl on the right cluster and namespace. A non-zero exit code is a value. */
export type RunKubectl = (args: readonly string[]) => Promise<CommandResult>;

/** An output together with the text that is written to its file. */
export interface CollectedOutput extends OutputFile {
  readonly text: string;
}

/** Name of the file → what to run, in the order of the files. */
const COMMANDS: readonly (readonly [string, readonly string[]])[] = [
  ['get-nodes', ['get', 'nodes', '-o', 'wide']],
  ['get-pods', ['get', 'pods', '-o', 'wide', '--sort-by=.spec.nodeName']],
  ...WORKSHOP_PODS.map((pod) => [`describe-${pod}`, ['describe', 'pod', pod]] as const),
  ['get-events', ['get', 'events', '--sort-by=.metadata.creationTimestamp']],
];

/** What kubectl says about the cluster as it is now. Rejects when kubectl is not there, not when it fails. */
export async function collectOutputs(kubectl: RunKubectl): Promise<readonly CollectedOutput[]> {
  const outputs: CollectedOutput[] = [];
  for (const [index, [name, args]] of COMMANDS.entries()) {
    const { line, exitCode, stdout, stderr, startedAt } = await kubectl(args);
    const file = `outputs/${String(index + 1).padStart(2, '0')}-${name}.txt`;
    outputs.push({ file, line, exitCode, startedAt, text: `$ ${line}\n${stdout}${stderr}` });
  }
  return outputs;
}
