import { Command, InvalidArgumentError, Option } from 'commander';
import type { CliContext } from '../app/context.ts';
import { POLICIES, type Policy } from '../scheduler/policy.ts';
import { addCommonOptions, type CommonOptions } from './common-options.ts';
import { addSchedulingOptions, type SchedulingOptions } from './scheduling-options.ts';

interface SimulateFlags extends CommonOptions, SchedulingOptions {
  readonly filename: readonly string[];
  readonly replicas?: number;
  readonly compare: readonly Policy[];
  readonly addNode: readonly string[];
  readonly removeNode: readonly string[];
  readonly taint: readonly string[];
  readonly output?: 'json' | 'yaml' | 'wide' | 'svg';
}

const EXAMPLES = `
Examples:
  # where would they go, and how many fit?
  kubectl minisched simulate -f deployment.yaml --replicas 30

  # spread or packed, side by side
  kubectl minisched simulate -f deployment.yaml --compare least-allocated,most-allocated

  # what if a node dies? what if there were two more?
  kubectl minisched simulate --remove-node worker2
  kubectl minisched simulate -f deployment.yaml --add-node big,count=2,cpu=16,memory=64Gi,label.zone=a

  # a picture
  kubectl create deployment web --image=nginx --replicas=9 --dry-run=client -o yaml | kubectl minisched simulate -f - -o svg > web.svg

Nothing is written to the cluster. Exit code 0: all would be placed; 1: not all.
`;

/** `kubectl minisched simulate`: where pods would go. */
export function simulateCommandOf(context: CliContext): Command {
  const command = new Command('simulate')
    .description(
      'Say where pods would go, under which policy, and what would be preempted; nothing is written.',
    )
    .option(
      '-f, --filename <file>',
      'manifests of pods or workloads, - for standard input; repeatable',
      more,
      [],
    )
    .option('--replicas <n>', 'instead of what the manifests say', parseReplicas)
    .option('--compare <policies>', 'several policies side by side, with commas between', parsePolicies, [])
    .option(
      '--add-node <node>',
      'think of a node more: NAME[,count=N][,like=NODE][,cpu=8][,label.KEY=VALUE]; repeatable',
      more,
      [],
    )
    .option('--remove-node <name>', 'think a node away, its pods are placed anew; repeatable', more, [])
    .option('--taint <taint>', 'think of a taint: NODE:KEY=VALUE:EFFECT; repeatable', more, [])
    .addOption(
      new Option('-o, --output <format>', 'as JSON or YAML; wide: every pod; svg: a picture').choices([
        'json',
        'yaml',
        'wide',
        'svg',
      ]),
    )
    .addHelpText('after', EXAMPLES);
  addSchedulingOptions(command, 'default');
  return addCommonOptions(command).action(async (flags: SimulateFlags) => {
    const [{ simulateCommand }, { parseNewNode, parseTaint }] = await Promise.all([
      import('../app/simulate/simulate.ts'),
      import('../app/simulate/what-if-flags.ts'),
    ]);
    const { policy = 'default', addNode, removeNode, taint, plugin, filename, ...rest } = flags;
    await simulateCommand(context, {
      ...rest,
      policy,
      plugins: plugin,
      files: filename,
      whatIf: {
        addNodes: addNode.map(parseNewNode),
        removeNodes: removeNode,
        taints: taint.map(parseTaint),
      },
    });
  });
}

function more(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

function parseReplicas(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError(`"${text}" is not a whole number.`);
}

function parsePolicies(text: string): readonly Policy[] {
  return text.split(',').map((name) => {
    const policy = POLICIES.find((known) => known === name.trim());
    if (policy) return policy;
    throw new InvalidArgumentError(`"${name}" is no policy. There are ${POLICIES.join(', ')}.`);
  });
}
