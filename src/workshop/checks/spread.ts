import { isControlPlane, workersOf } from '../../api/nodes.ts';
import { type Evaluate, verdict } from './check.ts';
import type { CheckOf } from './schema.ts';

/** The workers have so many of these pods, and no other node has one. */
export const evaluateSpread: Evaluate<CheckOf<'spread'>> = async ({ pods, each, on: wanted }, { look }) => {
  const nodes = await look.nodes();
  const places = await Promise.all(pods.map(async (name) => (await look.pod(name))?.spec.nodeName));
  const on = (node: string): number => places.filter((place) => place === node).length;
  const workers = workersOf(nodes).map(({ metadata }) => metadata.name);
  const elsewhere = nodes.filter(isControlPlane).filter(({ metadata }) => on(metadata.name) > 0);
  const counts = workers.map((name) => `${on(name)} on ${name}`);
  const strays = elsewhere.map(({ metadata }) => `${on(metadata.name)} on ${metadata.name}`);
  const homeless = places.filter((place) => !place).length;
  const found = workers.map(on).toSorted((a, b) => b - a);
  const fits = wanted ? found.join() === wanted.join() : found.every((count) => count === each);
  return verdict(
    workers.length > 0 && fits && elsewhere.length === 0,
    wanted
      ? `${wanted.join(', ')} of ${pods.join(', ')} on the workers, none on the control plane`
      : `${each ?? 0} of ${pods.join(', ')} on each worker, none on the control plane`,
    [...counts, ...strays, ...(homeless > 0 ? [`${homeless} on no node`] : [])].join(', ') || 'no workers',
  );
};
