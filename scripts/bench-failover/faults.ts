/** What a fault is done with, and to whom. */
export interface FaultWorld {
  readonly run: (file: string, args: readonly string[]) => Promise<void>;
  /** The leader. */
  readonly pod: string;
  readonly node: string;
  /** The API server's address. */
  readonly server: string;
}

/** What happens to the leader, and what makes it good again. */
export interface Fault {
  readonly hurt: () => Promise<void>;
  readonly heal: () => Promise<void>;
}

const nothing = (): Promise<void> => Promise.resolve();

/** The faults by their names on the command line. */
export const FAULTS = {
  kill: ({ run, pod, node }) => ({
    hurt: () => {
      // its process in the node, not the container: nobody is told
      const script = `id=$(crictl ps -q --label io.kubernetes.pod.name=${pod}); kill -9 $(crictl inspect -o go-template --template '{{.info.pid}}' $id)`;
      return run('docker', ['exec', node, 'sh', '-c', script]);
    },
    heal: nothing,
  }),
  pause: ({ run, node }) => ({
    hurt: () => run('docker', ['pause', node]),
    heal: () => run('docker', ['unpause', node]),
  }),
  cut: ({ run, node, server }) => {
    const rules = async (verb: string): Promise<void> => {
      for (const chain of ['FORWARD', 'OUTPUT'])
        await run('docker', ['exec', node, 'iptables', verb, chain, '-d', server, '-j', 'DROP']);
    };
    return { hurt: () => rules('-I'), heal: () => rules('-D') };
  },
  end: ({ run, pod }) => ({
    hurt: () => run('kubectl', ['delete', 'pod', pod, '-n', 'kube-system', '--wait=false']),
    heal: nothing,
  }),
} as const satisfies Readonly<Record<string, (world: FaultWorld) => Fault>>;

/** One of {@link FAULTS}. */
export type FaultName = keyof typeof FAULTS;

/** As a person reads it. */
export const FAULT_TEXTS: Readonly<Record<FaultName, string>> = {
  kill: "kill -9 of the leader's process",
  pause: "docker pause of the leader's node",
  cut: "the leader's node cut off",
  end: 'the leader is ended (SIGTERM)',
};
