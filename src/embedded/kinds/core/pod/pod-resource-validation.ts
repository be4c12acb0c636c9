import { compareQuantities } from '../../../../api/quantity.ts';
import { duplicate, forbiddenField, invalid, required, type FieldError } from '../../../api/field-error.ts';
import type { PodResourceClaim, PodSpec, ResourceRequirements } from '../../../data/types.ts';
import { asGiven } from '../../../schema/given-empty.ts';
import { internalForm } from '../../common/internal-form.ts';
import { dns1123LabelErrors, dns1123SubdomainErrors } from '../../../../api/names.ts';
import { eachErrors, when, wordErrors } from './checks.ts';
import { HUGE_PAGES } from './pod-resources.ts';
import { sumOfContainers } from './resource-sums.ts';
import { podResourceNameErrors, requirementErrors } from './resource-validation.ts';

/** `validatePodResources` (pkg/apis/core/validation): what a pod asks for as a whole covers what its containers ask for. */
export function podResourcesErrors(spec: PodSpec, claims: readonly string[], path: string): FieldError[] {
  const { resources, os } = spec;
  if (!resources) return [];
  if (os?.name === 'windows') return [forbiddenField(path, 'may not be set for a windows pod')];
  const words = 'claims may not be set for Resources at pod-level';
  return [
    ...when(asGiven(resources, 'claims') !== null, forbiddenField(`${path}.claims`, words)),
    ...requirementErrors(resources, podResourceNameErrors, claims, path),
    ...uncoveredErrors(spec, resources, 'requests', path),
    ...uncoveredErrors(spec, resources, 'limits', path),
    ...limitErrors(spec, resources, path),
  ];
}

/** Of limits only those of huge pages: others may exceed the pod's together. */
function uncoveredErrors(
  spec: PodSpec,
  resources: ResourceRequirements,
  kind: 'requests' | 'limits',
  path: string,
): FieldError[] {
  return Object.entries(sumOfContainers(spec, kind)).flatMap(([name, sum]) => {
    const own = resources[kind]?.[name];
    const isCounted = kind === 'requests' || name.startsWith(HUGE_PAGES);
    if (own === undefined || !isCounted || compareQuantities(String(sum), String(own)) <= 0) return [];
    const words = `must be greater than or equal to aggregate container ${kind} of ${String(sum)}`;
    return [invalid(`${path}.${kind}[${name}]`, String(own), words)];
  });
}

/** The path is upstream's. */
function limitErrors(
  { containers }: PodSpec,
  { limits = {} }: ResourceRequirements,
  path: string,
): FieldError[] {
  return eachErrors(containers, `${path}.containers`, (container, at) =>
    Object.entries(container.resources?.limits ?? {}).flatMap(([name, limit]) => {
      const own = limits[name];
      if (own === undefined || compareQuantities(String(limit), String(own)) <= 0) return [];
      const words = `must be less than or equal to pod limits of ${String(own)}`;
      return [invalid(`${at}[${name}].limits`, String(limit), words)];
    }),
  );
}

/** `validatePodResourceClaims`; a pod of a kubelet's own has none. */
export function resourceClaimsErrors(
  claims: readonly PodResourceClaim[] | undefined,
  isStatic: boolean,
  path: string,
): FieldError[] {
  const names = new Set<string>();
  return eachErrors(claims, path, (claim, at) => {
    if (isStatic) return [forbiddenField('', 'static pods do not support resource claims')];
    const { resourceClaimName: claimed, resourceClaimTemplateName: template } = claim;
    return [
      ...claimNameErrors(claim.name, names, `${at}.name`),
      ...countErrors(claim, at),
      ...(claimed === undefined
        ? []
        : wordErrors(dns1123SubdomainErrors(claimed), claimed, `${at}.resourceClaimName`)),
      ...(template === undefined
        ? []
        : wordErrors(dns1123SubdomainErrors(template), template, `${at}.resourceClaimTemplateName`)),
    ];
  });
}

function claimNameErrors(name: string, names: Set<string>, path: string): FieldError[] {
  if (!name) return [required(path)];
  if (names.has(name)) return [duplicate(path, name)];
  names.add(name);
  return wordErrors(dns1123LabelErrors(name), name, path);
}

function countErrors(claim: PodResourceClaim, path: string): FieldError[] {
  const fields = ['resourceClaimName', 'resourceClaimTemplateName'] as const;
  const count = fields.filter((field) => claim[field] !== undefined).length;
  const shown = internalForm(claim, 'core/v1.PodResourceClaim');
  const many = 'at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified';
  const none = 'must specify one of: `resourceClaimName`, `resourceClaimTemplateName`';
  return when(count !== 1, invalid(path, shown, count > 1 ? many : none));
}
