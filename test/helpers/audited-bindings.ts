import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One binding that somebody asked the API server for. */
export interface Binding {
  readonly by: string;
  readonly pod: string;
  readonly code: number;
  /** Milliseconds since the epoch, when the server had read the request. */
  readonly at: number;
}

/** A log of every binding that a real API server is asked for, below `folder`: its flags, and what is in it now. */
export function auditedBindings(folder: string): {
  readonly flags: readonly string[];
  readonly all: () => readonly Binding[];
} {
  const [policy, log] = [join(folder, 'audit.json'), join(folder, 'audit.log')];
  writeFileSync(policy, JSON.stringify(ONLY_BINDINGS));
  writeFileSync(log, '');
  return {
    flags: [`--audit-policy-file=${policy}`, `--audit-log-path=${log}`, '--audit-log-mode=blocking'],
    all: () =>
      readFileSync(log, 'utf8')
        .split('\n')
        .filter((line) => line.endsWith('}'))
        .map(bindingOf),
  };
}

/** The longest time without a binding from this moment on. */
export function gapAfter(bindings: readonly Binding[], moment: number): number {
  const times = bindings
    .map(({ at }) => at)
    .filter((at) => at >= moment)
    .toSorted((x, y) => x - y);
  return times.reduce(({ gap, last }, at) => ({ gap: Math.max(gap, at - last), last: at }), {
    gap: 0,
    last: moment,
  }).gap;
}

const ONLY_BINDINGS = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived'],
  rules: [
    { level: 'Metadata', verbs: ['create'], resources: [{ group: '', resources: ['pods/binding'] }] },
    { level: 'None' },
  ],
};

function bindingOf(line: string): Binding {
  const entry: {
    readonly user: { readonly username: string };
    readonly objectRef: { readonly name: string };
    readonly responseStatus?: { readonly code: number };
    readonly requestReceivedTimestamp: string;
  } = JSON.parse(line);
  return {
    by: entry.user.username,
    pod: entry.objectRef.name,
    code: entry.responseStatus?.code ?? 0,
    at: Date.parse(entry.requestReceivedTimestamp),
  };
}
