const BY = (label: string): string => `use "${label}" instead`;
const DEPRECATED: ReadonlyMap<string, string> = new Map([
  ['beta.kubernetes.io/arch', `deprecated since v1.14; ${BY('kubernetes.io/arch')}`],
  ['beta.kubernetes.io/os', `deprecated since v1.14; ${BY('kubernetes.io/os')}`],
  [
    'failure-domain.beta.kubernetes.io/region',
    `deprecated since v1.17; ${BY('topology.kubernetes.io/region')}`,
  ],
  ['failure-domain.beta.kubernetes.io/zone', `deprecated since v1.17; ${BY('topology.kubernetes.io/zone')}`],
  ['beta.kubernetes.io/instance-type', `deprecated since v1.17; ${BY('node.kubernetes.io/instance-type')}`],
  ['app.kubernetes.io/created-by', 'deprecated since v1.9'],
  [
    'scheduler.alpha.kubernetes.io/preferAvoidPods',
    'deprecated since v1.22; use Taints and Tolerations instead',
  ],
  ['node-role.kubernetes.io/master', BY('node-role.kubernetes.io/control-plane')],
]);

/** What is said of a node label that has a successor (`GetNodeLabelDeprecatedMessage`, pkg/api/node/util.go); undefined for all others. */
export function deprecatedLabelWords(label: string): string | undefined {
  return DEPRECATED.get(label);
}
