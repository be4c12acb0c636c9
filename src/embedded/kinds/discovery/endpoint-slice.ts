import { notSupported, required, type FieldError } from '../../api/field-error.ts';
import type { EndpointSlice } from '../../data/types.ts';
import { isEqualInMeaning } from '../../schema/json-tree.ts';
import { declaredImmutableErrors } from '../common/declared.ts';
import { ipWarnings } from '../common/ip-validation.ts';
import { nextGeneration } from '../common/spec-and-status.ts';
import type { Strategy } from '../strategy.ts';
import { endpointsErrors, missingAddressErrors } from './endpoints-validation.ts';
import { slicePortsErrors } from './slice-ports.ts';

const ADDRESS_TYPES = ['FQDN', 'IPv4', 'IPv6'];
const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
/** Whose addresses nobody has to be told about. */
const CONTROLLERS = ['endpointslice-controller.k8s.io', 'endpointslicemirroring-controller.k8s.io'];

/** pkg/registry/discovery/endpointslice/strategy.go, pkg/apis/discovery/v1/defaults.go, pkg/apis/discovery/validation. */
export const endpointSlices: Strategy<EndpointSlice> = {
  defaults({ ports }) {
    for (const port of ports ?? []) {
      port.name ??= '';
      port.protocol ??= 'TCP';
    }
  },
  prepareForCreate(draft) {
    draft.metadata.generation = 1;
    dropTopology(draft);
  },
  validateCreate: (slice) => sliceErrors(slice),
  prepareForUpdate(draft, old) {
    const isSame = isEqualInMeaning(contentOf(draft), contentOf(old));
    if (!isSame) nextGeneration(draft, old);
    if (!isEqualInMeaning(draft.endpoints, old.endpoints)) dropTopology(draft);
  },
  validateUpdate: (slice, old) => [
    ...sliceErrors(slice, old),
    ...declaredImmutableErrors(slice.addressType, old.addressType, 'addressType'),
  ],
  warnings: (slice, old) => [
    ...(slice.addressType === 'FQDN' && !old ? ['spec.addressType: FQDN endpoints are deprecated'] : []),
    ...addressWarnings(slice),
  ],
};

/** What counts as a change. */
function contentOf({ metadata, ...content }: EndpointSlice): object {
  return { ...content, labels: metadata.labels ?? {} };
}

/** Where an endpoint is, is told by its node and zone (`dropTopologyOnV1`). */
function dropTopology({ endpoints }: EndpointSlice): void {
  for (const endpoint of endpoints ?? []) delete endpoint.deprecatedTopology;
}

/** `ValidateEndpointSlice`; what is declared is told last. */
function sliceErrors(slice: EndpointSlice, old?: EndpointSlice): FieldError[] {
  const { addressType, ports } = slice;
  const endpoints = slice.endpoints ?? [];
  const isSame = old !== undefined && isEqualInMeaning(old.endpoints, slice.endpoints);
  return [
    ...slicePortsErrors(ports ?? [], 'ports'),
    ...(isSame ? [] : endpointsErrors(endpoints, addressType, 'endpoints')),
    ...typeErrors(addressType, 'addressType'),
    ...(isSame ? [] : missingAddressErrors(endpoints, 'endpoints')),
  ];
}

function typeErrors(type: string, path: string): FieldError[] {
  if (type === '') return [required(path)];
  return ADDRESS_TYPES.includes(type) ? [] : [notSupported(path, type, ADDRESS_TYPES)];
}

function addressWarnings({ metadata, endpoints }: EndpointSlice): string[] {
  if (CONTROLLERS.includes(metadata.labels?.[MANAGED_BY] ?? '')) return [];
  return (endpoints ?? []).flatMap(({ addresses }, index) =>
    (addresses ?? []).flatMap((address, place) =>
      ipWarnings(address, `endpoints[${String(index)}].addresses[${String(place)}]`),
    ),
  );
}
