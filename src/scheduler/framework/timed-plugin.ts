import type { SchedulerMetrics, StatusCode } from '../../metrics/scheduler-metrics.ts';
import type { Plugin } from './plugin.ts';

/** The methods that upstream measures, by its name of the point (upstream: metrics/metrics.go, `ExtensionPoints`). */
const POINTS = {
  preEnqueue: 'PreEnqueue',
  preFilter: 'PreFilter',
  filter: 'Filter',
  addPod: 'PreFilterExtensionAddPod',
  removePod: 'PreFilterExtensionRemovePod',
  postFilter: 'PostFilter',
  preScore: 'PreScore',
  score: 'Score',
  normalize: 'ScoreExtensionNormalize',
  reserve: 'Reserve',
  unreserve: 'Unreserve',
  permit: 'Permit',
  preBindPreFlight: 'PreBindPreFlight',
  preBind: 'PreBind',
  bind: 'Bind',
  postBind: 'PostBind',
} as const;

/** Asked as ever, for `this` must be the plugin itself. */
const OTHERS = ['start', 'podChanged', 'less', 'cloneState', 'explain', 'wayOut'] as const;

/** No method of a plugin has more than four arguments; a list of them would be made for each call. */
type Method = (a: unknown, b: unknown, c: unknown, d: unknown) => unknown;

/** Of a method that is asked for each node the first calls are measured, and then one in so many: thousands would cost more than they tell. */
const ALL_UNTIL = 16;
const THEN_ONE_IN = 64;

/** The same plugin, which tells how long its methods take. For a part of the cycles: it costs. */
export function timedPlugin(plugin: Plugin, metrics: SchedulerMetrics, now: () => number): Plugin {
  const timed: Plugin = Object.create(plugin);
  const define = (name: string, value: Method) => Object.defineProperty(timed, name, { value });
  for (const name of OTHERS) {
    const method: unknown = plugin[name];
    if (typeof method === 'function') define(name, (a, b, c, d) => method.call(plugin, a, b, c, d));
  }
  for (const [name, point] of Object.entries(POINTS)) {
    const method: unknown = Reflect.get(plugin, name);
    if (typeof method !== 'function') continue;
    let calls = 0;
    define(name, (a, b, c, d) => {
      calls++;
      if (calls > ALL_UNTIL && calls % THEN_ONE_IN !== 0) return method.call(plugin, a, b, c, d);
      const tell = (status: StatusCode) => {
        metrics.plugin(plugin.name, point, status, (now() - begun) / 1000);
      };
      const begun = now();
      return measured(() => method.call(plugin, a, b, c, d), tell);
    });
  }
  return timed;
}

/** Runs it and tells its status, of a promise when it has settled. */
function measured(run: () => unknown, tell: (status: StatusCode) => void): unknown {
  try {
    const result = run();
    if (!(result instanceof Promise)) {
      tell(statusOf(result));
      return result;
    }
    return result.then(
      (value: unknown) => {
        tell('Success');
        return value;
      },
      (error: unknown) => {
        tell('Error');
        throw error;
      },
    );
  } catch (error) {
    tell('Error');
    throw error;
  }
}

/** What the results of all points have in common: see `status.ts`. */
function statusOf(result: unknown): StatusCode {
  if (typeof result !== 'object' || result === null) return 'Success';
  if ('skip' in result) return 'Skip';
  if ('waitMs' in result) return 'Wait';
  const rejection = 'rejection' in result ? result.rejection : 'reasons' in result ? result : undefined;
  return rejection === undefined ? 'Success' : rejectionStatus(rejection);
}

function rejectionStatus(rejection: unknown): StatusCode {
  const isFinal = typeof rejection === 'object' && rejection !== null && 'unresolvable' in rejection;
  return isFinal ? 'UnschedulableAndUnresolvable' : 'Unschedulable';
}
