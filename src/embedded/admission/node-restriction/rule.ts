import type { Store } from '../../store/store.ts';
import type { AdmissionRequest } from '../contract.ts';

/** Why this node may not do that; undefined: it may. Throws `StatusError` for what is not there. */
export type NodeRule = (request: AdmissionRequest, node: string, store: Store) => string | undefined;

/** As messages quote it. */
export function quote(text: string): string {
  return JSON.stringify(text);
}
