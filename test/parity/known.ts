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

/** Differences that no sequence shows: read from the source of both. Shown in test/parity/README.md. */
export const BEYOND: readonly string[] = [
  'HTTP/2 is not offered: Go clients fall back to HTTP/1.1 by themselves.',
  'There is no node authorizer: a credential of a node may do less than in a real cluster, never more.',
  '`escalate` that is limited by `resourceNames` does not hold for a create by PUT or apply.',
  'An impersonation that was allowed is asked about anew each time; the real server remembers it for ten seconds.',
  'CEL expressions of resource.k8s.io are not compiled: each that is neither empty nor longer than 10 KiB is taken.',
  'Volumes of the storage class `standard` are simulated: a provisioner of ours makes them, and there is nothing in them.',
  'Where the real server lists things in the random order of a Go map, ours has one order.',
];
