import { isDeepStrictEqual } from 'node:util';
import type { Container, PodSpec } from '../../api/pod-spec.ts';
import type { Node, Pod } from '../../api/types.ts';
import type { ClusterChange } from '../framework/cluster-event.ts';
import { isItself } from '../framework/itself.ts';
import type { NodeInfo } from '../framework/node-info.ts';
import type { Plugin } from '../framework/plugin.ts';
import { SKIP } from '../framework/status.ts';

const REJECTION = { reasons: ["node(s) didn't match Pod's required features"], unresolvable: true } as const;

/**
 * Keeps pods that use a feature which kubelets may lack to the nodes that declare it (upstream: plugins/nodedeclaredfeatures, with the
 * features of 1.37 that matter for scheduling: component-helpers/nodedeclaredfeatures/features).
 */
export const nodeDeclaredFeatures: Plugin<readonly string[]> = {
  name: 'NodeDeclaredFeatures',
  requeueOn: [
    'node-added',
    { event: 'node-features', hint: declaresOthers },
    { event: 'pod-changed', hint: needsOthers },
  ],

  preFilter({ spec }) {
    const features = featuresOf(spec);
    return features.length === 0 ? SKIP : { state: features };
  },
  filter: (_pod, node, features) => (missingOn(node, features).length > 0 ? REJECTION : undefined),

  explain: (_pod, node, features) => `needs ${missingOn(node, features).join(' and ')}`,
  wayOut: (_pod, node, features) => `${node.name} declares ${missingOn(node, features).join(' and ')}`,
};

const FEATURES: Readonly<Record<string, (spec: PodSpec) => boolean>> = {
  RestartAllContainersOnContainerExits: ({ containers, initContainers = [] }) =>
    [...containers, ...initContainers].some(restartsAll),
  UserNamespacesHostNetworkSupport: ({ hostNetwork, hostUsers }) =>
    hostNetwork === true && hostUsers === false,
  VolumeBindMountOptions: ({ containers, initContainers = [], ephemeralContainers = [] }) =>
    [...containers, ...initContainers, ...ephemeralContainers].some(hasMountOptions),
};

function featuresOf(spec: PodSpec): readonly string[] {
  return Object.entries(FEATURES).flatMap(([name, isUsed]) => (isUsed(spec) ? [name] : []));
}

function restartsAll({ restartPolicyRules }: Container): boolean {
  return restartPolicyRules?.some(({ action }) => action === 'RestartAllContainers') ?? false;
}

function hasMountOptions({ volumeMounts }: Container): boolean {
  return volumeMounts?.some(({ bindMountOptions = [] }) => bindMountOptions.length > 0) ?? false;
}

function missingOn({ node }: NodeInfo, features: readonly string[]): readonly string[] {
  const declared = node.status?.declaredFeatures ?? [];
  return features.filter((feature) => !declared.includes(feature));
}

/** `isSchedulableAfterNodeChange`. */
function declaresOthers(_pod: Pod, { before, now }: ClusterChange<Node>): boolean {
  return (
    !before || !isDeepStrictEqual(before.status?.declaredFeatures ?? [], now?.status?.declaredFeatures ?? [])
  );
}

/** `isSchedulableAfterTargetPodUpdate`. */
function needsOthers(pod: Pod, change: ClusterChange<Pod>): boolean {
  const { before, now } = change;
  if (!isItself(pod, change)) return false;
  return !before || !now || !isDeepStrictEqual(featuresOf(before.spec), featuresOf(now.spec));
}
