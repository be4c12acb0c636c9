import type { Situation } from '../played.ts';

/** Where the steps of a scenario are played: Killercoda has no cluster of four nodes. */
export const SITUATION: Situation = { kind: 'embedded', policy: 'least-pods', hasCluster: true };
