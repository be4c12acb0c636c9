import type { Configuration } from '../../scheduler/config/configuration.ts';
import { ConfigMistake, pathText } from '../../scheduler/config/given.ts';
import type { LeaderElectionFlags } from '../../scheduler/config/leader-election.ts';
import { preset } from '../../scheduler/config/presets.ts';
import { readConfiguration } from '../../scheduler/config/read-configuration.ts';
import type { PluginContext, RegisteredPlugin, Registry } from '../../scheduler/config/registry.ts';
import { schedulerProfiles } from '../../scheduler/config/scheduler-profiles.ts';
import { type WantedPlugin, withPlugin } from '../../scheduler/config/with-plugin.ts';
import { REGISTRY } from '../../scheduler/plugins/index.ts';
import type { Policy, PolicyName } from '../../scheduler/policy.ts';
import type { SchedulerProfile } from '../../scheduler/profiles.ts';
import { systemClock } from '../../lib/clock.ts';
import { UsageError } from '../../lib/errors.ts';
import type { ConfigFile } from './config-file.ts';
import { withElection } from './election-flags.ts';
import { OFFLINE } from './offline-api.ts';
import { loadPluginModule, type PluginModule, pluginOf } from './plugin-module.ts';

/** How a person says what makes a node good. */
export interface SchedulingFlags {
  readonly policy: Policy;
  /** A `KubeSchedulerConfiguration`, instead of a policy. */
  readonly config?: string;
  /** Modules with plugins, `FILE` or `FILE=WEIGHT`. */
  readonly plugins: readonly string[];
  /** Of the profile that does not say its name. */
  readonly schedulerName: string;
  /** What is to be other than the file says. */
  readonly leaderElection?: LeaderElectionFlags;
}

/** How pods are to be scheduled. */
export interface Scheduling {
  readonly policy: PolicyName;
  readonly configuration: Configuration;
  /** What the file says and is not done here, as one line. */
  readonly notDone?: string;
  /** Makes the plugins. */
  readonly profiles: (context: PluginContext) => readonly SchedulerProfile[];
  /** The same for another policy, under the same names; `custom` is the file's own. */
  readonly profilesOf: (policy: PolicyName, context: PluginContext) => readonly SchedulerProfile[];
}

/** Reads what the flags name, without a cluster. A `UsageError` says what is wrong in a file or a module (exit code 2). */
export async function loadScheduling(flags: SchedulingFlags, cwd: string): Promise<Scheduling> {
  const { registry, wanted } = await withModules(flags.plugins, cwd);
  const complete = (value: unknown, schedulerName: string): Configuration => {
    const configuration = readConfiguration(value, { registry, schedulerName });
    const profiles = configuration.profiles.map((profile) => wanted.reduce(withPlugin, profile));
    return withElection({ ...configuration, profiles }, flags.leaderElection);
  };
  const { value, checked } = await sourceOf(flags, cwd);
  const configuration = checked(() => {
    const read = complete(value, flags.schedulerName);
    // some mistakes only the plugins themselves can tell
    schedulerProfiles(read, UNPLUGGED);
    return read;
  });
  const { ignored } = configuration;
  return {
    policy: flags.config === undefined ? flags.policy : 'custom',
    configuration,
    ...(flags.config !== undefined &&
      ignored.length > 0 && { notDone: `${flags.config}: not done here, ignored: ${ignored.join(', ')}` }),
    profiles: (context) => schedulerProfiles(configuration, context),
    profilesOf: (other, context) =>
      other === 'custom'
        ? schedulerProfiles(configuration, context)
        : configuration.profiles.flatMap(({ schedulerName }) =>
            schedulerProfiles(complete(preset(other, schedulerName), schedulerName), context),
          ),
  };
}

/** YAML is loaded only for who has a file. */
async function sourceOf(
  { config, policy, schedulerName }: SchedulingFlags,
  cwd: string,
): Promise<ConfigFile> {
  if (config === undefined) return { value: preset(policy, schedulerName), checked: withoutFile };
  const { readConfigFile } = await import('./config-file.ts');
  return readConfigFile(config, cwd);
}

/** A policy is right by itself; what does not go with it is a plugin of the user's own. */
function withoutFile<T>(use: () => T): T {
  try {
    return use();
  } catch (error) {
    if (!(error instanceof ConfigMistake)) throw error;
    throw new UsageError(`--plugin: ${pathText(error.path)}: ${error.message}`, {
      next: 'write a configuration that says what it takes the place of: --print-config shows a complete one',
    });
  }
}

const UNPLUGGED: PluginContext = { api: OFFLINE, clock: systemClock, random: () => 0 };

async function withModules(flags: readonly string[], cwd: string) {
  const registry = new Map<string, RegisteredPlugin>(REGISTRY);
  const wanted: WantedPlugin[] = [];
  for (const flag of flags) {
    const module = await loadPluginModule(flag, cwd);
    const plugin = pluginOf(module, {}, UNPLUGGED);
    const { name } = plugin;
    if (registry.has(name))
      throw new UsageError(`--plugin ${module.file}: there is a plugin ${JSON.stringify(name)} already`, {
        next: 'give it another name',
      });
    const registered = registeredModule(module);
    registry.set(name, registered);
    wanted.push({ plugin, weight: module.weight, configured: registered.configure(undefined) });
  }
  return { registry: registry satisfies Registry, wanted };
}

/** Args of a module are its own business: they are handed on as they are. */
function registeredModule(module: PluginModule): RegisteredPlugin {
  return {
    configure(given) {
      given?.entries();
      const args: object = typeof given?.value === 'object' && given.value !== null ? given.value : {};
      return {
        ...(given && { args }),
        make: (context) => pluginOf(module, args, context),
      };
    },
  };
}
