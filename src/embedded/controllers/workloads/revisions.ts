import type { StoredObject } from '../../api/stored-object.ts';
import type { ControllerRevision, PodTemplateSpec } from '../../data/types.ts';
import type { ControllerContext } from '../runtime/controller.ts';
import { CONTROLLER_REVISIONS, type Kind } from '../runtime/kinds.ts';
import { controllerRef, isControlledBy, nameOf } from '../runtime/owners.ts';
import { isSame } from './template-hash.ts';

/** The patch that brings a template back. */
export interface RevisionData {
  readonly spec: { readonly template: PodTemplateSpec & { readonly $patch: 'replace' } };
}

/** What a history is kept of. */
export interface Historian<O extends StoredObject> {
  readonly context: ControllerContext;
  readonly kind: Kind<O>;
  readonly owner: O;
  readonly template: PodTemplateSpec;
  /** The label of a revision that carries its hash. */
  readonly hashLabel: string;
  /** From what a revision is to keep. */
  readonly hash: (data: RevisionData) => string;
}

/**
 * The revision of the owner's template as it is now: made when there is none, made the newest again after a roll back
 * (pkg/controller/history).
 */
export function currentRevision<O extends StoredObject>(historian: Historian<O>): ControllerRevision {
  const { context, template } = historian;
  const known = revisionsOf(historian);
  const newest = Math.max(0, ...known.map(({ revision = 0 }) => revision));
  const data: RevisionData = { spec: { template: { ...template, $patch: 'replace' } } };
  const equal = known.find((revision) => isSame(revision.data, data));
  if (equal?.revision === newest) return equal;
  if (equal) return context.client.update(CONTROLLER_REVISIONS, { ...equal, revision: newest + 1 });
  return context.client.create(CONTROLLER_REVISIONS, revisionFrom(historian, data, newest + 1));
}

/** Deletes the oldest revisions beyond `limit` that no pod lives by. */
export function truncateHistory<O extends StoredObject>(
  historian: Historian<O>,
  live: ReadonlySet<string>,
  limit: number,
): void {
  const dead = revisionsOf(historian).filter((revision) => !live.has(nameOf(revision)));
  const ordered = dead.toSorted((a, b) => (a.revision ?? 0) - (b.revision ?? 0));
  for (const revision of ordered.slice(0, Math.max(0, ordered.length - limit)))
    historian.context.client.delete(CONTROLLER_REVISIONS, revision);
}

/** The hash in a revision's name. */
export function hashOf<O extends StoredObject>(
  { hashLabel }: Historian<O>,
  { metadata }: ControllerRevision,
): string {
  return metadata.labels?.[hashLabel] ?? '';
}

/** The revisions that an owner has. */
export function revisionsOf<O extends StoredObject>({ context, owner }: Historian<O>): ControllerRevision[] {
  return context.client
    .list(CONTROLLER_REVISIONS, owner.metadata.namespace)
    .filter((revision) => isControlledBy(revision, owner));
}

/** The template that a revision keeps. */
export function templateIn({ data }: ControllerRevision): PodTemplateSpec | undefined {
  const { spec } = data;
  if (!isRecord(spec) || !isRecord(spec['template'])) return undefined;
  const { $patch: _replace, ...template } = spec['template'];
  return template;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function revisionFrom<O extends StoredObject>(
  { owner, kind, template, hashLabel, hash: hashing }: Historian<O>,
  data: RevisionData,
  revision: number,
): ControllerRevision {
  const hash = hashing(data);
  const { namespace, annotations } = owner.metadata;
  return {
    metadata: {
      name: `${nameOf(owner)}-${hash}`,
      ...(namespace === undefined ? {} : { namespace }),
      labels: { ...template.metadata?.labels, [hashLabel]: hash },
      ...(annotations ? { annotations } : {}),
      ownerReferences: [controllerRef(kind, owner)],
    },
    data: { ...data },
    revision,
  };
}
