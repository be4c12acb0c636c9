import type { Readable } from 'node:stream';
import type { ClusterApi } from '../api/cluster-api.ts';

/** A cluster that trials are played on. */
export interface TrialCluster {
  readonly api: ClusterApi;
  /** Passes requests on with our credentials. */
  readonly upstream: Upstream;
  /** How people are told where: `an embedded cluster made for this`, `the cluster of context kind-x`. */
  readonly where: string;
  /** Whether nodes may be tainted and cordoned. */
  readonly mayChangeNodes: boolean;
}

/** One request as it came in. */
export interface ForwardedRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Readable;
  readonly signal: AbortSignal;
}

/** Its answer, as it comes. */
export interface ForwardedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Readable;
}

/** An API server that requests are passed on to. */
export interface Upstream {
  /** Rejects when no answer came. */
  forward(request: ForwardedRequest): Promise<ForwardedAnswer>;
}
