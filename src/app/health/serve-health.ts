import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { toError } from '../../lib/abort.ts';
import type { Clock } from '../../lib/clock.ts';
import { UsageError } from '../../lib/errors.ts';
import { ClientMetrics, leaderElectionMetrics } from '../../metrics/client-metrics.ts';
import { processMetrics } from '../../metrics/process-metrics.ts';
import { Registry } from '../../metrics/registry.ts';
import { SchedulerMetrics } from '../../metrics/scheduler-metrics.ts';
import type { RunningScheduler } from '../../scheduler/running-scheduler.ts';
import type { Leading } from '../leading.ts';
import type { Address } from './address.ts';
import { healthChecks } from './checks.ts';
import { type HealthServer, startHealthServer } from './health-server.ts';

/** What `serve` was asked for. */
export interface HealthFlags {
  /** Where probes and Prometheus ask. Nothing listens, and nothing is measured, without. */
  readonly serveHealth?: Address;
  /** PEM files; both or none. */
  readonly tlsCertFile?: string;
  readonly tlsPrivateKeyFile?: string;
}

/** The process whose health is told. */
export interface HealthSubject {
  readonly clock: Clock;
  readonly process: NodeJS.Process;
  readonly cwd: string;
}

/** Health and metrics of a scheduler, from before it is connected until it has ended. */
export interface Health {
  readonly metrics: SchedulerMetrics;
  /** A request to the API server was answered: see `ConnectOptions`. */
  readonly onAnswer: (method: string, host: string, status: number, seconds: number) => void;
  readonly onRunning: (running: RunningScheduler) => void;
  /** Answers from now on. `signal` is what asks the scheduler to end. A `UserError` when the address cannot be had. */
  listen(
    signal: AbortSignal,
    leading?: { readonly part: Leading; readonly leaseDuration: number },
  ): Promise<void>;
  close(): Promise<void>;
}

/** Undefined when nobody wants it. A `UsageError` for a certificate that cannot be read. */
export async function openHealth(
  flags: HealthFlags,
  { clock, process, cwd }: HealthSubject,
): Promise<Health | undefined> {
  const { serveHealth: address } = flags;
  if (!address) return undefined;
  const tls = await certificate(flags, cwd);
  const registry = new Registry();
  const client = new ClientMetrics(registry);
  processMetrics(registry, process, clock);
  let running: RunningScheduler | undefined;
  let server: HealthServer | undefined;
  return {
    metrics: new SchedulerMetrics(registry),
    onAnswer: (...answer) => client.answered(...answer),
    onRunning(scheduler) {
      running = scheduler;
    },
    async listen(signal, leading) {
      if (leading)
        leaderElectionMetrics(registry, leading.part.lease.split('/').at(-1) ?? '', () =>
          leading.part.isHeld(),
        );
      const checks = healthChecks({
        running: () => running,
        ...(leading && { election: { ...leading.part, leaseDuration: leading.leaseDuration } }),
        isEnding: () => signal.aborted,
        monotonic: () => clock.monotonic(),
      });
      server = await startHealthServer({
        address,
        ...(tls && { tls }),
        checks,
        metrics: () => registry.text(),
      });
    },
    async close() {
      await server?.close();
    },
  };
}

async function certificate(
  { tlsCertFile, tlsPrivateKeyFile }: HealthFlags,
  cwd: string,
): Promise<{ readonly cert: string; readonly key: string } | undefined> {
  if (tlsCertFile === undefined && tlsPrivateKeyFile === undefined) return undefined;
  if (tlsCertFile === undefined || tlsPrivateKeyFile === undefined)
    throw new UsageError('--tls-cert-file and --tls-private-key-file go together');
  const [cert, key] = await Promise.all([tlsCertFile, tlsPrivateKeyFile].map((file) => pem(file, cwd)));
  return { cert: cert ?? '', key: key ?? '' };
}

async function pem(file: string, cwd: string): Promise<string> {
  try {
    return await readFile(resolve(cwd, file), 'utf8');
  } catch (cause) {
    throw new UsageError(`cannot read ${file}: ${toError(cause).message}`, { cause });
  }
}
