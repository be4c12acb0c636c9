import type { FieldError } from '../api/field-error.ts';
import type { StoredObject } from '../api/stored-object.ts';

/** What the rules of one kind may ask for. */
export interface StrategyContext {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** A fresh name's random part: five characters of the alphabet that Kubernetes uses. */
  randomSuffix(): string;
  /** What is stored of this kind now: for what each object must have for itself, e.g. the address of a service. */
  stored(): readonly StoredObject[];
  /** Tells the client something before `warnings` is asked. */
  readonly warn: (words: string) => void;
}

/**
 * The rules of one kind: those of `pkg/registry/<group>/<kind>/strategy.go`, `pkg/apis/<group>/v1/defaults.go` and
 * `pkg/apis/<group>/validation`. Pure functions on drafts; a kind without rules of its own has an empty strategy. The verbs call, in this
 * order, for a create: `defaults`, admission, `prepareForCreate`, metadata's own checks, `validateCreate`; for an update or a patch:
 * `defaults`, `prepareForUpdate`, metadata's own checks, `validateUpdate`. An update that is sent to `status` goes through `status`.
 */
export interface Strategy<T extends StoredObject = StoredObject> {
  /** Fills in what the API promises to default (defaults.go). Idempotent. */
  defaults?(draft: T): void;
  /** Drops what a client may not set, e.g. `status`; sets `metadata.generation` where the kind has one. */
  prepareForCreate?(draft: T, context: StrategyContext): void;
  validateCreate?(object: T): FieldError[];
  /** Restores what this endpoint may not change (`status`), raises `metadata.generation` when the spec changed. */
  prepareForUpdate?(draft: T, old: T, context: StrategyContext): void;
  validateUpdate?(object: T, old: T): FieldError[];
  /** The same for `PUT`/`PATCH` `…/status`: restores everything but the status. Missing: the kind has no status endpoint. */
  readonly status?: {
    prepareForUpdate(draft: T, old: T, context: StrategyContext): void;
    validateUpdate?(object: T, old: T): FieldError[];
  };
  /** Answered as `Warning` headers. */
  warnings?(object: T, old?: T): string[];
  /** The kind's own rules do not look at metadata: what is common to all is looked at once they found nothing. */
  readonly metadataLast?: boolean;
  /** See `MetadataRules.anyFinalizer`. */
  readonly anyFinalizer?: boolean;
  /** Metadata names are checked by the verbs with this; default: DNS-1123 subdomain. Detail sentences, none when it is fine. */
  nameErrors?(name: string, prefix: boolean): string[];
  /** Field selectors beyond `metadata.name` and `metadata.namespace`: path → value, e.g. `spec.nodeName`. */
  fields?(object: T): Record<string, string>;
  /** Creates by PUT or apply on an absent name are allowed (`AllowCreateOnUpdate`). */
  readonly createOnUpdate?: boolean;
  /** A PUT without `metadata.resourceVersion` overwrites (`AllowUnconditionalUpdate`); true when missing. */
  readonly unconditionalUpdate?: boolean;
  /** Seconds of grace of a deletion: 0 or undefined deletes at once. `asked` is what the client said. */
  gracePeriod?(object: T, asked: number | undefined): number;
  /** The propagation when a client asks for none (`DefaultGarbageCollectionPolicy`); background when missing. */
  readonly orphansByDefault?: boolean;
  /** The warning for a deletion that does not say what becomes of what the object owns. */
  readonly propagationWarning?: string;
}
