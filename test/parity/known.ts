import type { Known } from './differences.ts';

/** Every difference between the embedded server and kube-apiserver that the sequences show, and why it stays. Shown in docs/parity.md. */
export const KNOWN: readonly Known[] = [];
