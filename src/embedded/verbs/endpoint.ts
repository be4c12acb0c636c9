import type { FieldError } from '../api/field-error.ts';
import type { StoredObject } from '../api/stored-object.ts';
import type { StrategyContext } from '../kinds/strategy.ts';

/** What may be changed through one address of a kind: the object itself, or a part of it (`RESTUpdateStrategy`). */
export interface Endpoint {
  /** Restores what this address may not change. */
  prepareForUpdate?(draft: StoredObject, old: StoredObject, context: StrategyContext): void;
  validateUpdate?(object: StoredObject, old: StoredObject): FieldError[];
  warnings?(object: StoredObject, old: StoredObject): string[];
}
