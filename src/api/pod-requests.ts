import { quantityMilli, quantityThousandths, quantityValue } from './quantity.ts';

/** Amounts by resource: cpu in thousandths, all else in whole units. A resource that nobody names is not there, which is not the same as 0. */
export type Requests = ReadonlyMap<string, number>;

/** What counts. */
export interface RequestsOptions {
  /** Also what the status says that containers were granted and have: for a pod on a node (`UseStatusResources`). */
  readonly withStatus?: boolean;
  /** False: what the pod asks for as a whole is left out (`SkipPodLevelResources`). */
  readonly podLevel?: boolean;
  /** What a container asks for that does not name the resource (`NonMissingContainerRequests`). */
  readonly missing?: Quantities;
}

type Quantities = Readonly<Record<string, string | number>>;

interface Asking {
  readonly name: string;
  readonly restartPolicy?: string;
  readonly resources?: { readonly requests?: Quantities };
}

interface Granted {
  readonly name: string;
  readonly allocatedResources?: Quantities;
  readonly resources?: { readonly requests?: Quantities };
}

/** As much of a pod as its requests depend on, by whichever types it is known. */
export interface RequestingPod {
  readonly spec?: {
    readonly containers?: readonly Asking[];
    readonly initContainers?: readonly Asking[];
    readonly overhead?: Quantities;
    readonly resources?: { readonly requests?: Quantities };
  };
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly reason?: string }[];
    readonly containerStatuses?: readonly Granted[];
    readonly initContainerStatuses?: readonly Granted[];
    readonly resources?: { readonly requests?: Quantities };
    readonly allocatedResources?: Quantities;
  };
}

/**
 * What a pod takes from its node (component-helpers/resource, `PodRequests`): its containers with the sidecars, or an init container with the
 * sidecars before it, whichever is more; what the pod asks for as a whole in its place; its overhead on top.
 */
export function requestsOf(pod: RequestingPod, options: RequestsOptions = {}): Requests {
  const { withStatus = false, podLevel = true } = options;
  const total = sumOfContainers(pod, options);
  if (podLevel && hasPodLevelRequests(pod))
    for (const [name, amount] of podLevelOf(pod, withStatus)) total.set(name, amount);
  if (pod.spec?.overhead) add(total, sums(pod.spec.overhead));
  const requests = new Map<string, number>();
  for (const [name, amount] of total) requests.set(name, inUnits(name, amount));
  return requests;
}

/** One amount of a resource, in the unit of {@link Requests}. */
export function amountOf(name: string, text: string | number): number {
  return name === 'cpu' ? quantityMilli(String(text)) : quantityValue(String(text));
}

/** Whether it asks for anything as a whole (`IsPodLevelRequestsSet`). */
export function hasPodLevelRequests({ spec }: RequestingPod): boolean {
  const requests = spec?.resources?.requests;
  return requests !== undefined && Object.keys(requests).some(isPodLevel);
}

/** `IsSupportedPodLevelResource`. */
function isPodLevel(name: string): boolean {
  return name === 'cpu' || name === 'memory' || name.startsWith('hugepages-');
}

/** An init container that goes on beside the others. */
export function isSidecar({ restartPolicy }: { readonly restartPolicy?: string }): boolean {
  return restartPolicy === 'Always';
}

/** Thousandths, exact: rounded up only when the sum is complete, as Go's quantities are. */
type Sums = Map<string, bigint>;

/** `AggregateContainerRequests`. */
function sumOfContainers(pod: RequestingPod, { withStatus = false, missing }: RequestsOptions): Sums {
  const spec = (): Sums => together(pod, missing, ({ resources }) => resources?.requests);
  if (!withStatus || !pod.status) return spec();
  const { allocatedResources, resources } = pod.status;
  const isInfeasible = isResizeInfeasible(pod);
  const total: Sums = isInfeasible ? new Map() : spec();
  if (allocatedResources && resources?.requests) {
    raise(total, sums(resources.requests));
    raise(total, sums(allocatedResources));
    return total;
  }
  const granted = statusesOf(pod);
  if (granted.size === 0 && !isInfeasible) return total;
  const asked = ({ resources }: Asking) => (isInfeasible ? undefined : resources?.requests);
  const allocated = (one: Asking) => granted.get(one.name)?.allocatedResources ?? asked(one);
  raise(total, together(pod, missing, allocated));
  raise(
    total,
    together(pod, missing, (one) => granted.get(one.name)?.resources?.requests ?? allocated(one)),
  );
  return total;
}

/** Those that say anything of resources. */
function statusesOf({ status }: RequestingPod): ReadonlyMap<string, Granted> {
  // a container of the pod comes before an init container of the same name
  const all = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  const telling = all.filter((one) => one.allocatedResources ?? one.resources?.requests);
  return new Map(telling.map((one) => [one.name, one]));
}

/** `aggregateContainerResourcesByFn`. */
function together(
  { spec }: RequestingPod,
  missing: Quantities | undefined,
  requests: (container: Asking) => Quantities | undefined,
): Sums {
  const of = (container: Asking): Sums =>
    sums(missing ? { ...missing, ...requests(container) } : requests(container));
  const total: Sums = new Map();
  for (const container of spec?.containers ?? []) add(total, of(container));
  if (!spec?.initContainers) return total;
  const sidecars: Sums = new Map();
  const starting: Sums = new Map();
  for (const container of spec.initContainers) {
    const asked = of(container);
    if (isSidecar(container)) {
      add(total, asked);
      add(sidecars, asked);
    } else {
      add(asked, sidecars);
      raise(starting, asked);
    }
  }
  raise(total, starting);
  return total;
}

/** What stands in place of the containers' sum, of the resources that a pod can ask for as a whole (`effectivePodLevelResources`). */
function podLevelOf(pod: RequestingPod, withStatus: boolean): Sums {
  const isTold = withStatus && pod.status?.resources !== undefined;
  const total =
    isTold && isResizeInfeasible(pod) ? new Map<string, bigint>() : sums(pod.spec?.resources?.requests);
  if (isTold) {
    raise(total, sums(pod.status?.resources?.requests));
    raise(total, sums(pod.status?.allocatedResources));
  }
  for (const name of total.keys()) if (!isPodLevel(name)) total.delete(name);
  return total;
}

/** `IsPodResizeInfeasible`: its node can never give what the spec asks for since it was changed. */
function isResizeInfeasible({ status }: RequestingPod): boolean {
  return status?.conditions?.find(({ type }) => type === 'PodResizePending')?.reason === 'Infeasible';
}

function sums(quantities: Quantities = {}): Sums {
  const total: Sums = new Map();
  for (const name of Object.keys(quantities)) total.set(name, quantityThousandths(String(quantities[name])));
  return total;
}

function add(total: Sums, more: Sums): void {
  for (const [name, amount] of more) total.set(name, (total.get(name) ?? 0n) + amount);
}

function raise(total: Sums, least: Sums): void {
  for (const [name, amount] of least) {
    const before = total.get(name);
    if (before === undefined || amount > before) total.set(name, amount);
  }
}

/** `MilliValue` of cpu, `Value` of the rest. */
function inUnits(name: string, thousandths: bigint): number {
  return Number(name === 'cpu' ? thousandths : (thousandths + 999n) / 1000n);
}
