import type { Known } from './differences.ts';

/** Every difference between the embedded server and kube-apiserver that the sequences show, and why it stays. Shown in test/parity/README.md. */
export const KNOWN: readonly Known[] = [];
