import { isControlPlane, workersOf } from '../../api/nodes.ts';
import { type Evaluate, verdict } from './check.ts';
import type { CheckOf } from './schema.ts';

/** The workers have so many of these pods, and no other node has one. */
export const evaluateSpread: Evaluate<CheckOf<'spread'>> = async (spec, { look }) => {
  const { pods, each, on: wanted, most } = spec;
  const nodes = await look.nodes();
  const places = await Promise.all(pods.map(async (name) => (await look.pod(name))?.spec.nodeName));
  const on = (node: string): number => places.filter((place) => place === node).length;
  const workers = workersOf(nodes).map(({ metadata }) => metadata.name);
  const elsewhere = nodes.filter(isControlPlane).filter(({ metadata }) => on(metadata.name) > 0);
  const counts = workers.map((name) => `${on(name)} on ${name}`);
  const strays = elsewhere.map(({ metadata }) => `${on(metadata.name)} on ${metadata.name}`);
  const homeless = places.filter((place) => !place).length;
  const found = workers.map(on).toSorted((a, b) => b - a);
  const fits = wanted
    ? found.join() === wanted.join()
    : found.every((count) => (most === undefined ? count === each : count <= most));
  return verdict(
    workers.length > 0 && fits && elsewhere.length === 0,
    `${howMany(spec)}, none on the control plane`,
    [...counts, ...strays, ...(homeless > 0 ? [`${homeless} on no node`] : [])].join(', ') || 'no workers',
  );
};

function howMany({ pods, each, on, most }: CheckOf<'spread'>): string {
  const which = pods.join(', ');
  if (on) return `${on.join(', ')} of ${which} on the workers`;
  return most === undefined
    ? `${each ?? 0} of ${which} on each worker`
    : `at most ${most} of ${which} on each worker`;
}
