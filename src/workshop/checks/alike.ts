import { type Evaluate, verdict } from './check.ts';
import type { CheckOf } from './schema.ts';

/** Each pod is on the node of its counterpart, place by place. */
export const evaluateAlike: Evaluate<CheckOf<'alike'>> = async ({ pods, as }, { look }) => {
  const nodeOf = async (name: string) => (await look.pod(name))?.spec.nodeName;
  const pairs = await Promise.all(
    pods.map(async (name, at) => ({ name, node: await nodeOf(name), wanted: await nodeOf(as[at] ?? '') })),
  );
  const others = pairs.filter(({ node, wanted }) => node === undefined || node !== wanted);
  return verdict(
    others.length === 0,
    `${pods.join(', ')} where ${as.join(', ')} are, one by one`,
    others.length === 0
      ? pairs.map(({ name, node }) => `${name} on ${node ?? ''}`).join(', ')
      : others
          .map(
            ({ name, node, wanted }) => `${name} on ${node ?? 'no node'} and not on ${wanted ?? 'no node'}`,
          )
          .join(', '),
  );
};
