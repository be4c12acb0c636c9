/** A mistake that many make, recognised by what the cluster showed. */
export interface Mistake {
  readonly id: MistakeId;
  /** What is wrong, as a clause about the program: `it …`. */
  readonly name: string;
  /** What to change, in one sentence. */
  readonly advice: string;
}

/** What can be recognised. */
export type MistakeId = keyof typeof TEXTS;

/** In the order of the workshop. */
const TEXTS = {
  'does-not-start': {
    name: 'it ends as soon as it starts',
    advice: 'Run it by hand in its folder and read its last lines; it must run until it is told to end.',
  },
  'asks-nothing': {
    name: 'it runs, and asks the API server for nothing',
    advice: 'Connect to the cluster that the kubeconfig in $KUBECONFIG names, and list and watch pods.',
  },
  crashes: {
    name: 'it ends in the middle of its work',
    advice: 'Catch what one pod or one call throws, tell it, and go on with the next pod.',
  },
  'forgets-waiting': {
    name: 'it forgets pods that were there before it started',
    advice:
      'List the pods first, handle each that has no node, and watch from the resourceVersion of that list.',
  },
  'does-nothing': {
    name: 'it does nothing for a pod that asks for it',
    advice: 'Look for pods whose spec.schedulerName is $SCHEDULER_NAME and whose spec.nodeName is empty.',
  },
  'binds-others': {
    name: 'it binds pods of another scheduler',
    advice: 'Skip every pod whose spec.schedulerName is not your own name.',
  },
  'ignores-taints': {
    name: 'it does not look at taints',
    advice:
      'Leave out each node with a taint of effect NoSchedule or NoExecute that the pod does not tolerate.',
  },
  'counts-daemons': {
    name: 'it counts the pods of DaemonSets, too',
    advice: 'Leave out pods with an ownerReference of kind DaemonSet: they run on every node alike.',
  },
  'counts-finished': {
    name: 'it counts finished pods, too',
    advice: 'Leave out pods whose status.phase is Succeeded or Failed: they hold nothing any more.',
  },
  'counts-only-own': {
    name: 'it counts only the pods that it placed itself',
    advice: "Count all pods of the node, in all namespaces, whoever's they are.",
  },
  'fills-up': {
    name: 'it takes the node with the most pods',
    advice: 'Turn the comparison around: the node with the fewest pods wins.',
  },
  'does-not-count': {
    name: 'it does not choose by how many pods the nodes have',
    advice: 'Count the pods of each node, daemons and finished ones left out, and take the lowest count.',
  },
  'ignores-requests': {
    name: 'it does not look at what pods request',
    advice:
      "Leave out nodes where the requests of the pods on it and the new one's are together more than status.allocatable.",
  },
  'ignores-tolerations': {
    name: 'it ignores tolerations',
    advice:
      'A taint that one of spec.tolerations matches (key, value or Exists, effect) is none for that pod.',
  },
  'fears-preferences': {
    name: 'it takes PreferNoSchedule for a ban',
    advice: 'Only NoSchedule and NoExecute keep a pod away; PreferNoSchedule is a wish.',
  },
  'ignores-cordon': {
    name: 'it places pods on cordoned nodes',
    advice:
      'Leave out nodes with spec.unschedulable, unless the pod tolerates node.kubernetes.io/unschedulable.',
  },
  'does-not-bind': {
    name: 'it does not bind',
    advice: "POST a Binding to the pod's subresource binding, with the node's name as its target.",
  },
  'is-refused': {
    name: 'its binding is refused',
    advice: "Read the API server's answer: metadata.name is the pod's, target is {kind: Node, name}.",
  },
  'binds-twice': {
    name: 'it binds a pod that is bound already',
    advice: 'Look at spec.nodeName again before you decide, and keep in mind what you have bound just now.',
  },
  'no-scheduled-event': {
    name: 'it tells nobody: there is no event Scheduled',
    advice: 'Create an event with reason Scheduled about the pod when the binding went well.',
  },
  'event-elsewhere': {
    name: 'its event is not attached to the pod',
    advice:
      "Fill in involvedObject: kind, namespace, name and uid of the pod, and write it into the pod's namespace.",
  },
  'event-anonymous': {
    name: 'its event does not say who it is from',
    advice: 'Name yourself: source.component in core/v1, reportingController in events.k8s.io/v1.',
  },
  'races-itself': {
    name: 'it races itself into overcommitting',
    advice:
      'Count a pod on its node from the moment that you decide, not from the moment that the watch tells of it; or decide one pod after the other.',
  },
  polls: {
    name: 'it polls instead of watching',
    advice: 'Watch the pods: the API server then tells of a new one within milliseconds.',
  },
  slow: {
    name: 'it is slow, though it watches',
    advice:
      'Look for a sleep, or for lists with each pod: an informer has nodes and pods in memory. client-go waits by itself after 5 requests a second (QPS and Burst of rest.Config).',
  },
  'dies-with-watch': {
    name: 'it dies when the watch ends',
    advice:
      'A watch ends every few minutes, and with each restart of the API server: begin the next one in a loop.',
  },
  'dies-in-outage': {
    name: 'it dies when the API server is away for a moment',
    advice:
      'Catch what a request throws, wait a second, and ask again: the API server is restarted now and then.',
  },
  'deaf-after-watch': {
    name: 'it is deaf after the watch has ended',
    advice:
      'When the watch ends, or its connection breaks, list again and begin the next one; never only log it.',
  },
  'misses-the-gap': {
    name: 'it misses what happens between two watches',
    advice: 'Go on from the last resourceVersion that you saw; after 410 Gone list again.',
  },
  'no-failed-event': {
    name: 'it does not say that no node fits',
    advice: 'Create an event of type Warning with reason FailedScheduling that says why, once for each try.',
  },
  'hot-loop': {
    name: 'it tries again without a pause',
    advice: 'Put the pod aside until a node or a pod changes, and wait longer after each failure.',
  },
  'added-only': {
    name: 'it watches only Added, and so never tries again',
    advice:
      'Keep pods that fit nowhere, and try them again when a node changes or a pod goes, and every now and then.',
  },
  'stuck-after-failure': {
    name: 'it is stuck since a pod fitted nowhere',
    advice: 'One pod must not hold up the others: put it aside and take the next.',
  },
  'binds-gone': {
    name: 'it binds pods that were deleted meanwhile',
    advice: 'Take a pod out of what waits when the watch says DELETED.',
  },
} as const;

/** The mistake of this id. */
export function mistake(id: MistakeId): Mistake {
  return { id, ...TEXTS[id] };
}

/** All of them, in the order of the workshop. */
export const MISTAKES: readonly Mistake[] = Object.entries(TEXTS).map(([id, text]) => ({
  id: idOf(id),
  ...text,
}));

function idOf(key: string): MistakeId {
  if (isMistake(key)) return key;
  throw new Error(`${key} is no mistake`);
}

function isMistake(key: string): key is MistakeId {
  return key in TEXTS;
}
