import type { PluginEntry } from '../framework/plugin.ts';
import type { SchedulerProfile } from '../profiles.ts';
import type { Configuration } from './configuration.ts';
import { ConfigMistake } from './given.ts';
import { profileEntries } from './profile-entries.ts';
import type { PluginContext } from './registry.ts';

/** Makes the plugins of every profile. @throws ConfigMistake as `profileEntries`, and for profiles that sort the one queue differently. */
export function schedulerProfiles(
  { profiles, percentageOfNodesToScore }: Configuration,
  context: PluginContext,
): readonly SchedulerProfile[] {
  const made = profiles.map((profile) => ({
    path: profile.path,
    schedulerName: profile.schedulerName,
    plugins: profileEntries(profile, context),
    percentageOfNodesToScore: profile.percentageOfNodesToScore ?? percentageOfNodesToScore,
  }));
  const [first, ...others] = made.map(({ path, plugins }) => ({ path, sorter: sorterOf(plugins) }));
  for (const { path, sorter } of others) {
    if (sorter !== first?.sorter)
      throw new ConfigMistake(
        [...path, 'plugins', 'queueSort'],
        `must be the same for all profiles, since they share one queue: ${first?.sorter} in the first, ${sorter} here`,
      );
  }
  return made.map(({ path: _path, ...profile }) => profile);
}

function sorterOf(plugins: readonly PluginEntry[]): string | undefined {
  return plugins.find(({ plugin, points }) => plugin.less && points?.has('queueSort'))?.plugin.name;
}
