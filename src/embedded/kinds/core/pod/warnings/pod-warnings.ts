import type { ObjectMeta, PodAffinityTerm, PodSpec, PodTemplateSpec } from '../../../../data/types.ts';
import { deprecatedLabelWords, nodeTermWarnings } from '../../../common/deprecated-labels.ts';
import { ipWarnings } from '../../../common/ip-validation.ts';
import { annotationWarnings, appArmorWarnings, seccompWarnings } from './annotation-warnings.ts';
import { environmentWarnings, fractionWarnings, resourceWarnings } from './container-warnings.ts';
import { pathOverlapWarnings } from './path-overlap-warnings.ts';
import { portNameWarnings, portWarnings } from './port-warnings.ts';
import { volumeWarnings } from './volume-warnings.ts';
import { allContainers } from '../containers.ts';

/** `GetWarningsForPod` (pkg/api/pod/warnings.go): of a new pod. */
export function podWarnings(spec: PodSpec, metadata: ObjectMeta): string[] {
  return specWarnings(spec, metadata, '', () => []);
}

/** `GetWarningsForPodTemplate`: of the template of a workload at `path`, when it is new or another one. */
export function templateWarnings(
  { spec = { containers: [] }, metadata = {} }: PodTemplateSpec,
  path: string,
): string[] {
  return specWarnings(spec, metadata, `${path}.`, (container) =>
    appArmorWarnings(container, spec.securityContext?.appArmorProfile, metadata, path),
  );
}

/** `warningsForPodSpecAndMeta`; `prefix` is empty or ends with a point. `more`: what only templates warn of, of one container. */
function specWarnings(
  spec: PodSpec,
  metadata: ObjectMeta,
  prefix: string,
  more: Parameters<typeof containersWarnings>[3],
): string[] {
  const path = `${prefix}spec`;
  const { terminationGracePeriodSeconds: grace = 0 } = spec;
  return [
    ...nodeLabelWarnings(spec, path),
    ...spreadWarnings(spec, path),
    ...annotationWarnings(metadata, `${prefix}metadata.annotations`),
    ...volumeWarnings(spec.volumes, `${path}.volumes`),
    ...pathOverlapWarnings(spec.volumes),
    ...repeatedWarnings(spec, path),
    ...fractionWarnings(spec.overhead, `${path}.overhead`),
    ...seccompWarnings(spec, metadata, `${prefix}metadata.annotations`),
    ...containersWarnings(spec, metadata, prefix, more),
    ...portWarnings(spec, path),
    ...portNameWarnings(spec, path),
    ...(grace < 0
      ? [
          `${path}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`,
        ]
      : []),
    ...affinityWarnings(spec, path),
    ...addressWarnings(spec, path),
  ];
}

function containersWarnings(
  spec: PodSpec,
  metadata: ObjectMeta,
  prefix: string,
  more: (container: ReturnType<typeof allContainers>[number]['container']) => string[],
): string[] {
  return allContainers(spec, `${prefix}spec`).flatMap(({ container, path }) => [
    ...seccompWarnings(container, metadata, `${prefix}metadata.annotations`, container.name),
    ...more(container),
    ...resourceWarnings(container.resources, `${path}.resources`),
    ...environmentWarnings(container.env, `${path}.env`),
  ]);
}

function nodeLabelWarnings({ nodeSelector = {}, affinity }: PodSpec, path: string): string[] {
  const {
    requiredDuringSchedulingIgnoredDuringExecution: required,
    preferredDuringSchedulingIgnoredDuringExecution,
  } = affinity?.nodeAffinity ?? {};
  const at = `${path}.affinity.nodeAffinity`;
  return [
    ...Object.keys(nodeSelector).flatMap((label) => {
      const words = deprecatedLabelWords(label);
      return words === undefined ? [] : [`${path}.nodeSelector[${label}]: ${words}`];
    }),
    ...(required?.nodeSelectorTerms ?? []).flatMap((term, index) =>
      nodeTermWarnings(
        term,
        `${at}.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[${String(index)}]`,
      ),
    ),
    ...(preferredDuringSchedulingIgnoredDuringExecution ?? []).flatMap(({ preference }, index) =>
      nodeTermWarnings(
        preference,
        `${at}.preferredDuringSchedulingIgnoredDuringExecution[${String(index)}].preference`,
        true,
      ),
    ),
  ];
}

const NO_POD = 'a null labelSelector results in matching no pod';

function spreadWarnings({ topologySpreadConstraints = [] }: PodSpec, path: string): string[] {
  return topologySpreadConstraints.flatMap(({ topologyKey, labelSelector }, index) => {
    const at = `${path}.topologySpreadConstraints[${String(index)}]`;
    const words = deprecatedLabelWords(topologyKey);
    return [
      ...(words === undefined ? [] : [`${at}.topologyKey: ${topologyKey} is ${words}`]),
      ...(labelSelector ? [] : [`${at}.labelSelector: ${NO_POD}`]),
    ];
  });
}

/** `warningsForPodAffinityTerms`, `warningsForWeightedPodAffinityTerms`. */
function affinityWarnings({ affinity = {} }: PodSpec, path: string): string[] {
  return (['podAffinity', 'podAntiAffinity'] as const).flatMap((kind) => {
    const { requiredDuringSchedulingIgnoredDuringExecution: required = [] } = affinity[kind] ?? {};
    const { preferredDuringSchedulingIgnoredDuringExecution: preferred = [] } = affinity[kind] ?? {};
    const at = `${path}.affinity.${kind}`;
    return [
      ...termWarnings(required, `${at}.requiredDuringSchedulingIgnoredDuringExecution`, ''),
      ...termWarnings(
        preferred.map(({ podAffinityTerm }) => podAffinityTerm),
        `${at}.preferredDuringSchedulingIgnoredDuringExecution`,
        '.podAffinityTerm',
      ),
    ];
  });
}

function termWarnings(terms: readonly PodAffinityTerm[], path: string, field: string): string[] {
  return terms.flatMap(({ labelSelector }, index) =>
    labelSelector ? [] : [`${path}[${String(index)}]${field}.labelSelector: ${NO_POD}`],
  );
}

/** What a merge by key would lose: hosts and pull secrets that are named twice, or have no name. */
function repeatedWarnings({ hostAliases = [], imagePullSecrets = [] }: PodSpec, path: string): string[] {
  const names = imagePullSecrets.map(({ name = '' }) => name);
  return [
    ...repeated(
      hostAliases.map(({ ip }) => ip),
      (index, ip) => `${path}.hostAliases[${String(index)}].ip: duplicate ip ${ip}`,
    ),
    ...repeated(
      names,
      (index, name) => `${path}.imagePullSecrets[${String(index)}].name: duplicate name ${name}`,
    ),
    ...names.flatMap((name, index) =>
      name === '' ? [`${path}.imagePullSecrets[${String(index)}].name: invalid empty name ""`] : [],
    ),
  ];
}

function repeated(values: readonly string[], words: (index: number, quoted: string) => string): string[] {
  return values.flatMap((value, index) =>
    values.indexOf(value) < index ? [words(index, JSON.stringify(value))] : [],
  );
}

function addressWarnings({ dnsConfig, hostAliases = [] }: PodSpec, path: string): string[] {
  return [
    ...(dnsConfig?.nameservers ?? []).flatMap((address, index) =>
      ipWarnings(address, `${path}.dnsConfig.nameservers[${String(index)}]`),
    ),
    ...hostAliases.flatMap(({ ip }, index) => ipWarnings(ip, `${path}.hostAliases[${String(index)}].ip`)),
  ];
}
