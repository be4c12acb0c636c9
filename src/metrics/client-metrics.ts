import type { Registry } from './registry.ts';

/** What client-go measures of requests, under its names (upstream: component-base metrics/prometheus/restclient/metrics.go). */
export class ClientMetrics {
  readonly #requests;
  readonly #seconds;

  constructor(registry: Registry) {
    this.#requests = registry.counter(
      'rest_client_requests_total',
      'Number of HTTP requests, partitioned by status code, method, and host.',
      ['code', 'method', 'host'],
    );
    this.#seconds = registry.histogram(
      'rest_client_request_duration_seconds',
      'Request latency in seconds. Broken down by verb, and host.',
      [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60],
      ['verb', 'host'],
    );
  }

  /** A request was answered, or (status 0) got no answer. Seconds until the status line of a stream, else until the end. */
  answered(method: string, host: string, status: number, seconds: number): void {
    this.#requests.with(status === 0 ? '<error>' : String(status), method, host).inc();
    this.#seconds.with(method, host).observe(seconds);
  }
}

/** Whether this process leads (upstream: component-base metrics/prometheus/clientgo/leaderelection/metrics.go). */
export function leaderElectionMetrics(registry: Registry, name: string, isHeld: () => boolean): void {
  const status = registry.gauge(
    'leader_election_master_status',
    "Gauge of if the reporting system is master of the relevant lease, 0 indicates backup, 1 indicates master. 'name' is the string used to identify the lease. Please make sure to group by name.",
    ['name'],
  );
  registry.onCollect(() => {
    status.with(name).set(isHeld() ? 1 : 0);
  });
}
