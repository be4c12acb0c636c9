import { OFFLINE } from '../../src/app/scheduling/offline-api.ts';
import { Framework } from '../../src/scheduler/framework/framework.ts';
import type { Plugin } from '../../src/scheduler/framework/plugin.ts';
import { policyPlugins } from '../../src/scheduler/plugins/policy-plugins.ts';
import { FakeClock } from '../helpers/fake-clock.ts';

/** Cases without preemption have verdicts without it; it has cases of its own. */
const LEFT_OUT = 'DefaultPreemption';

/** What `--policy default` is made of, but for preemption, and `more` after it. */
export function oracleProfile(more: readonly Plugin[] = []) {
  const context = { api: OFFLINE, clock: new FakeClock(), random: () => 0 };
  const entries = policyPlugins('default', context).filter(({ plugin }) => plugin.name !== LEFT_OUT);
  return {
    framework: new Framework([...entries, ...more.map((plugin) => ({ plugin, weight: 1 }))]),
    names: new Set(entries.map(({ plugin }) => plugin.name)),
  };
}
