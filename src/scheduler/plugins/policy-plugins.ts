import { preset } from '../config/presets.ts';
import { readConfiguration } from '../config/read-configuration.ts';
import type { PluginContext } from '../config/registry.ts';
import { schedulerProfiles } from '../config/scheduler-profiles.ts';
import type { PluginEntry } from '../framework/plugin.ts';
import type { Policy } from '../policy.ts';
import { REGISTRY } from './index.ts';

/** The plugins of a policy, made anew: what its configuration says. */
export function policyPlugins(policy: Policy, context: PluginContext): readonly PluginEntry[] {
  const schedulerName = 'any';
  const configuration = readConfiguration(preset(policy, schedulerName), {
    registry: REGISTRY,
    schedulerName,
  });
  return schedulerProfiles(configuration, context).flatMap(({ plugins }) => plugins);
}
