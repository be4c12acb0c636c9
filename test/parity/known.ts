import type { Known } from './differences.ts';

/** Every difference between the embedded server and kube-apiserver that the sequences show, and why it stays. Shown in test/parity/README.md. */
export const KNOWN: readonly Known[] = [
  {
    request: /^creates\/bodies: a limit range$/,
    reason:
      'LimitRanges and ResourceQuotas are not taken (405): nothing here enforces them, and an object that does nothing would lie. Lists of them are empty.',
  },
  {
    request: /^subresources\/ephemeral: log of what has not started$/,
    reason:
      'The real server has no kubelet to ask for a log and answers 500; ours says in a sentence that nothing runs here.',
  },
];
