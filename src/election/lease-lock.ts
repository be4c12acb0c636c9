import type { ClusterApi } from '../api/cluster-api.ts';
import { isNotFound } from '../api/errors.ts';
import { microTimeOf } from '../api/times.ts';
import { LEASES } from '../api/resources.ts';
import type { Lease } from '../api/workloads.ts';

/** Which lease. */
export interface LeaseName {
  readonly namespace: string;
  readonly name: string;
}

/** What a lease says of its holder, as client-go's `LeaderElectionRecord`. */
export interface LeaseRecord {
  /** Empty: nobody holds it. */
  readonly holder: string;
  readonly leaseMs: number;
  /** Milliseconds since the epoch, by the holder's clock. */
  readonly acquired: number;
  readonly renewed: number;
  readonly transitions: number;
}

/** A record, and the version that it was read in. */
export interface SeenLease extends LeaseRecord {
  readonly resourceVersion: string;
}

/** The lease object that candidates read and write (upstream: client-go tools/leaderelection/resourcelock/leaselock.go). */
export class LeaseLock {
  readonly #api: ClusterApi;
  readonly #name: LeaseName;

  constructor(api: ClusterApi, name: LeaseName) {
    this.#api = api;
    this.#name = name;
  }

  /** Undefined when there is none yet. Rejects as `ClusterApi.get` does. */
  async read(signal: AbortSignal): Promise<SeenLease | undefined> {
    try {
      return seen(await this.#api.get(LEASES, this.#name, { signal }));
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  /** Rejects with 409 when somebody else was first. */
  async create(record: LeaseRecord, signal: AbortSignal): Promise<SeenLease> {
    return seen(await this.#api.create(LEASES, { metadata: this.#name, spec: specOf(record) }, { signal }));
  }

  /** Writes over the version that was seen; rejects with 409 when there is another. */
  async write(record: LeaseRecord, over: SeenLease, signal: AbortSignal): Promise<SeenLease> {
    const patch = { metadata: { resourceVersion: over.resourceVersion }, spec: specOf(record) };
    return seen(await this.#api.patch(LEASES, this.#name, patch, { signal }));
  }
}

function seen({ metadata, spec = {} }: Lease): SeenLease {
  return {
    holder: spec.holderIdentity ?? '',
    leaseMs: (spec.leaseDurationSeconds ?? 0) * 1000,
    acquired: Date.parse(spec.acquireTime ?? ''),
    renewed: Date.parse(spec.renewTime ?? ''),
    transitions: spec.leaseTransitions ?? 0,
    resourceVersion: metadata.resourceVersion ?? '',
  };
}

function specOf({ holder, leaseMs, acquired, renewed, transitions }: LeaseRecord): Lease['spec'] {
  return {
    holderIdentity: holder,
    leaseDurationSeconds: Math.max(1, Math.round(leaseMs / 1000)),
    acquireTime: microTimeOf(acquired),
    renewTime: microTimeOf(renewed),
    leaseTransitions: transitions,
  };
}
