import type { Finding } from '../../workshop/finding.ts';
import type { Facts } from '../facts.ts';

/**
 * One check of the evidence: pure, facts in, findings out. A check whose ground is missing (a pod that is not there, a
 * step that was not played) says nothing, because another check has said that already.
 */
export type Check = (facts: Facts) => readonly Finding[];
