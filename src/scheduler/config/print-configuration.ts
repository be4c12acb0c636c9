import type { Configuration, EnabledPlugin, PluginSet, Profile } from './configuration.ts';
import { leaderElectionObject } from './leader-election.ts';
import { SET_NAMES } from './plugin-sets.ts';
import { API_VERSION, KIND } from './version.ts';

/** The configuration in full, as plain JSON: read again it is the same, whatever the defaults of that day are. */
export function configurationObject(configuration: Configuration): object {
  const { parallelism, percentageOfNodesToScore, podInitialBackoffSeconds, podMaxBackoffSeconds } =
    configuration;
  const { leaderElection } = configuration;
  return {
    apiVersion: API_VERSION,
    kind: KIND,
    ...(leaderElection && { leaderElection: leaderElectionObject(leaderElection) }),
    parallelism,
    percentageOfNodesToScore,
    podInitialBackoffSeconds,
    podMaxBackoffSeconds,
    profiles: configuration.profiles.map(profileObject),
  };
}

function profileObject({ schedulerName, percentageOfNodesToScore, plugins, configured }: Profile): object {
  const sets = SET_NAMES.flatMap((name): [string, object][] => {
    const set = plugins[name];
    // everything that counts is in the list, so nothing of the defaults is wanted
    if (name === 'multiPoint') return [[name, setObject({ ...set, disabled: ['*'] })]];
    return set.enabled.length + set.disabled.length > 0 ? [[name, setObject(set)]] : [];
  });
  const pluginConfig = Array.from(configured)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, { args }]) => (args ? [{ name, args }] : []));
  return {
    schedulerName,
    ...(percentageOfNodesToScore !== undefined && { percentageOfNodesToScore }),
    plugins: Object.fromEntries(sets),
    ...(pluginConfig.length > 0 && { pluginConfig }),
  };
}

function setObject({ enabled, disabled }: PluginSet): object {
  return {
    ...(disabled.length > 0 && { disabled: disabled.map((name) => ({ name })) }),
    ...(enabled.length > 0 && { enabled: enabled.map(pluginObject) }),
  };
}

function pluginObject({ name, weight }: EnabledPlugin): object {
  return { name, ...(weight !== undefined && { weight }) };
}
