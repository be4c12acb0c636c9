import { configurationObject } from '../../scheduler/config/print-configuration.ts';
import { describePolicy } from '../../scheduler/policy.ts';
import { yamlText } from '../../workshop/yaml-text.ts';
import type { Scheduling, SchedulingFlags } from './scheduling.ts';

/** The configuration as a complete file: read again with the same `--plugin` it is the same. */
export function configurationText(
  { policy, configuration }: Scheduling,
  { plugins }: Pick<SchedulingFlags, 'plugins'>,
): string {
  const flags = plugins.map((plugin) => ` --plugin ${plugin}`).join('');
  return [
    ...(policy === 'custom' ? [] : [`# ${describePolicy(policy)}`]),
    `# kubectl minisched serve --config FILE${flags}`,
    yamlText(configurationObject(configuration)),
  ].join('\n');
}
