import { readFileSync } from 'node:fs';
import { zstdDecompressSync } from 'node:zlib';
import {
  NAMESPACES,
  PERSISTENT_VOLUME_CLAIMS,
  PERSISTENT_VOLUMES,
  POD_DISRUPTION_BUDGETS,
  REPLICA_SETS,
  REPLICATION_CONTROLLERS,
  SERVICES,
  STATEFUL_SETS,
  STORAGE_CLASSES,
} from '../../src/api/resources.ts';
import type { KubeObject, Node, Pod } from '../../src/api/types.ts';
import type { PodDisruptionBudget } from '../../src/api/workloads.ts';
import { objectsOf, stored } from '../scheduler/objects.ts';

/** A cluster and a pod that waits for a node: one line of `cases-*.jsonl.zst`, made by the Go program of the oracle. */
export interface Case {
  readonly id: string;
  readonly tags: readonly string[];
  readonly nodes: readonly Node[];
  readonly pods?: readonly Pod[] | null;
  readonly namespaces?: readonly KubeObject[] | null;
  readonly services?: readonly KubeObject[] | null;
  readonly replicasets?: readonly KubeObject[] | null;
  readonly statefulsets?: readonly KubeObject[] | null;
  readonly replicationcontrollers?: readonly KubeObject[] | null;
  readonly persistentvolumeclaims?: readonly KubeObject[] | null;
  readonly persistentvolumes?: readonly KubeObject[] | null;
  readonly storageclasses?: readonly KubeObject[] | null;
  readonly budgets?: readonly PodDisruptionBudget[] | null;
  readonly pod: Pod;
}

/** What upstream's own packages decide, and what we answer: the same shape. Fields are as the oracle's README has them. */
export interface Verdict {
  readonly id: string;
  readonly error?: string;
  readonly feasible: readonly string[];
  readonly reasons?: Readonly<Record<string, readonly string[]>>;
  readonly codes?: Readonly<Record<string, string>>;
  readonly plugins?: Readonly<Record<string, string>>;
  /** By node, then by plugin, `total` among them. */
  readonly scores?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly message?: string;
  readonly preFilter?: string;
}

/** Kubernetes v1.37.2, seed 20261123, 3,000 cases: copies of the oracle's files. */
export const CASES = new URL('../fixtures/oracle/cases-1.jsonl.zst', import.meta.url);
/** What upstream says of {@link CASES}. */
export const VERDICTS = new URL('../fixtures/oracle/verdicts-1.jsonl.zst', import.meta.url);

/** Kubernetes v1.37.2, 2,000 clusters with claims, volumes and disks. */
export const VOLUME_CASES = new URL('../fixtures/oracle/cases-volumes.jsonl.zst', import.meta.url);
/** What upstream says of {@link VOLUME_CASES}. */
export const VOLUME_VERDICTS = new URL('../fixtures/oracle/verdicts-volumes.jsonl.zst', import.meta.url);

/** The lines of a file, compressed or not. */
export function linesOf<T>(file: URL | string): T[] {
  const bytes = readFileSync(file);
  const text = String(file).endsWith('.zst') ? zstdDecompressSync(bytes).toString() : bytes.toString();
  return text
    .trimEnd()
    .split('\n')
    .map((line): T => JSON.parse(line));
}

/** The objects of a case that are neither nodes nor pods. */
export function objectsOfCase(one: Case) {
  return objectsOf(
    stored(NAMESPACES, ...(one.namespaces ?? [])),
    stored(SERVICES, ...(one.services ?? [])),
    stored(REPLICA_SETS, ...(one.replicasets ?? [])),
    stored(STATEFUL_SETS, ...(one.statefulsets ?? [])),
    stored(REPLICATION_CONTROLLERS, ...(one.replicationcontrollers ?? [])),
    stored(PERSISTENT_VOLUME_CLAIMS, ...(one.persistentvolumeclaims ?? [])),
    stored(PERSISTENT_VOLUMES, ...(one.persistentvolumes ?? [])),
    stored(STORAGE_CLASSES, ...(one.storageclasses ?? [])),
    stored(POD_DISRUPTION_BUDGETS, ...(one.budgets ?? [])),
  );
}
