import { VERBS, type Verb } from './answer.ts';

/** How kube-scheduler reaches the extender, and for which pods. */
export interface ExtendedScheduler {
  readonly schedulerNames: readonly string[];
  /** `http://host:port`. */
  readonly url: string;
  /** Of the authority that signed the extender's certificate, or that certificate itself; missing without TLS. */
  readonly caFile?: string;
  /** Of kube-scheduler itself; its pod's own account when missing. */
  readonly kubeconfig?: string;
  /** False where our plugins never preempt: kube-scheduler's own then must not either. */
  readonly preempts: boolean;
  readonly percentageOfNodesToScore: number;
}

/** How long kube-scheduler waits for an answer: upstream's `DefaultExtenderTimeout`. */
const TIMEOUT = '5s';

/**
 * The `KubeSchedulerConfiguration` (plain JSON) that makes a kube-scheduler ask the extender. Its own filters stay; its scores are off, so that
 * ours alone say what is good; it asks only about pods of these names.
 */
export function kubeSchedulerConfig(extended: ExtendedScheduler): object {
  const { schedulerNames, url, caFile, kubeconfig, preempts, percentageOfNodesToScore } = extended;
  const none = { disabled: [{ name: '*' }] };
  const plugins = { score: none, ...(!preempts && { postFilter: none }) };
  return {
    apiVersion: 'kubescheduler.config.k8s.io/v1',
    kind: 'KubeSchedulerConfiguration',
    ...(kubeconfig !== undefined && { clientConnection: { kubeconfig } }),
    leaderElection: { leaderElect: false },
    percentageOfNodesToScore,
    profiles: schedulerNames.map((schedulerName) => ({ schedulerName, plugins })),
    extenders: [
      {
        urlPrefix: url,
        ...verbFields(VERBS.filter((verb) => preempts || verb !== 'preempt')),
        weight: 1,
        nodeCacheCapable: true,
        ignorable: false,
        httpTimeout: TIMEOUT,
        enableHTTPS: url.startsWith('https:'),
        ...(caFile !== undefined && { tlsConfig: { caFile } }),
      },
    ],
  };
}

function verbFields(verbs: readonly Verb[]): Readonly<Record<string, Verb>> {
  return Object.fromEntries(verbs.map((verb) => [`${verb}Verb`, verb]));
}

/** The profile of a kube-scheduler that has workshop/go-plugin compiled in: the plugin filters, and it alone says what is good. */
export const GO_PLUGIN_PROFILE = {
  percentageOfNodesToScore: 100,
  plugins: {
    multiPoint: { enabled: [{ name: 'LeastPods' }] },
    score: { disabled: [{ name: '*' }], enabled: [{ name: 'LeastPods' }] },
    postFilter: { disabled: [{ name: '*' }] },
  },
} as const;

/** The `KubeSchedulerConfiguration` (plain JSON) of such a kube-scheduler. */
export function goPluginConfig(schedulerName: string): object {
  return {
    apiVersion: 'kubescheduler.config.k8s.io/v1',
    kind: 'KubeSchedulerConfiguration',
    leaderElection: { leaderElect: false },
    profiles: [{ schedulerName, ...GO_PLUGIN_PROFILE }],
  };
}
