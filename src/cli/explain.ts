import { Command } from 'commander';
import type { CliContext } from '../app/context.ts';
import { UsageError } from '../lib/errors.ts';
import { addCommonOptions, addOutputOption, type CommonOptions, type WithOutput } from './common-options.ts';
import { addSchedulingOptions, type SchedulingOptions } from './scheduling-options.ts';

interface ExplainFlags extends CommonOptions, WithOutput, SchedulingOptions {}

const EXAMPLES = `
Examples:
  # why does it hang? every node, each plugin's verdict with the fact behind it, and the nearest way out
  kubectl minisched explain pod/blocked

  # a pod of kube-scheduler's: why there, by its default rules
  kubectl minisched explain pod/coredns-7db6d8ff4d-x2x7k -n kube-system

  # by other rules
  kubectl minisched explain pod/web-0 --policy most-allocated

Exit code 0: it is placed, or a node fits; 1: it cannot be placed now.
`;

/** `kubectl minisched explain pod/NAME`: why a pod is where it is, or why it waits. */
export function explainCommandOf(context: CliContext): Command {
  const command = new Command('explain')
    .description('Say why a pod is where it is, or why it waits; any scheduler’s pod.')
    .argument('<pod...>', 'pod/NAME, or pod NAME')
    .addHelpText('after', EXAMPLES);
  addSchedulingOptions(command);
  addOutputOption(command, 'the explanation', 'raw scores, every filter, all nodes');
  return addCommonOptions(command).action(async (words: readonly string[], flags: ExplainFlags) => {
    const { explainCommand } = await import('../app/explain/explain.ts');
    await explainCommand(context, { ...flags, plugins: flags.plugin, name: podName(words) });
  });
}

const KINDS = new Set(['pod', 'pods', 'po']);

/** As kubectl takes it: `pod/web`, `pod web`. */
function podName(words: readonly string[]): string {
  const [kind, name, ...rest] = words.flatMap((word) => word.split('/'));
  if (kind !== undefined && KINDS.has(kind) && name && rest.length === 0) return name;
  throw new UsageError(`"${words.join(' ')}" names no pod`, { next: 'write pod/NAME' });
}
