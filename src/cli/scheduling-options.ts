import { type Command, Option } from 'commander';
import { POLICIES, type Policy } from '../scheduler/policy.ts';

/** What {@link addSchedulingOptions} adds. */
export interface SchedulingOptions {
  /** Missing when the command has no usual one and nothing was said. */
  readonly policy?: Policy;
  readonly config?: string;
  readonly plugin: readonly string[];
}

/** Adds the choice of what makes a node good: a policy, a configuration file, plugins of one's own. */
export function addSchedulingOptions(command: Command, usual?: Policy): Command {
  const policy = new Option('--policy <policy>', 'what makes a node good').choices(POLICIES);
  return command
    .addOption(usual === undefined ? policy : policy.default(usual))
    .addOption(
      new Option(
        '--config <file>',
        'a KubeSchedulerConfiguration (v1, YAML or JSON) instead of a policy',
      ).conflicts('policy'),
    )
    .option(
      '--plugin <file>',
      'also a plugin of your own, a TypeScript or JavaScript module; FILE=5 weighs it; repeatable',
      (file: string, files: readonly string[]) => [...files, file],
      [],
    );
}
