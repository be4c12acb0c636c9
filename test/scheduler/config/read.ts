import type { Configuration } from '../../../src/scheduler/config/configuration.ts';
import { ConfigMistake, pathText } from '../../../src/scheduler/config/given.ts';
import { readConfiguration } from '../../../src/scheduler/config/read-configuration.ts';
import type { PluginContext } from '../../../src/scheduler/config/registry.ts';
import { schedulerProfiles } from '../../../src/scheduler/config/scheduler-profiles.ts';
import { EXTENSION_POINTS, type ExtensionPoint } from '../../../src/scheduler/framework/extension-points.ts';
import type { PluginEntry } from '../../../src/scheduler/framework/plugin.ts';
import { hasPoint } from '../../../src/scheduler/config/profile-entries.ts';
import { REGISTRY } from '../../../src/scheduler/plugins/index.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';
import { MemoryApi } from '../../helpers/memory-api.ts';

export const CONTEXT: PluginContext = { api: new MemoryApi(), clock: new FakeClock(), random: () => 0 };

const HEAD = { apiVersion: 'kubescheduler.config.k8s.io/v1', kind: 'KubeSchedulerConfiguration' };

/** Reads a configuration with these fields. */
export function read(fields: object): Configuration {
  return readConfiguration({ ...HEAD, ...fields }, { registry: REGISTRY, schedulerName: 'ours' });
}

/** The same of one profile with these fields. */
export function profileOf(fields: object) {
  const configuration = read({ profiles: [fields] });
  const [profile] = schedulerProfiles(configuration, CONTEXT);
  if (!profile) throw new Error('no profile');
  return profile;
}

/** What is enabled at the points where anything is, in order. */
export function atPoints(
  plugins: readonly PluginEntry[],
): Partial<Record<ExtensionPoint, readonly string[]>> {
  return Object.fromEntries(
    EXTENSION_POINTS.map((point) => [
      point,
      plugins
        .filter(({ plugin, points }) => hasPoint(plugin, point) && (points?.has(point) ?? true))
        .map(({ plugin }) => plugin.name),
    ]).filter(([, names]) => names?.length !== 0),
  );
}

/** The place and the words of a mistake; undefined where there is none. */
export function mistake(use: () => unknown): string | undefined {
  try {
    use();
    return undefined;
  } catch (error) {
    if (!(error instanceof ConfigMistake)) throw error;
    return `${pathText(error.path)}: ${error.message}`;
  }
}
