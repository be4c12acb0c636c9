import { StatusError } from '../api/status.ts';
import { goQuote } from '../api/go-quote.ts';
import { pathsOf, type FieldSet } from './field-set.ts';
import type { ManagerEntry } from './managers.ts';

/** Fields of a configuration that somebody else owns with another value. */
export interface Conflict {
  readonly owner: ManagerEntry;
  readonly fields: FieldSet;
}

/** 409 with a cause for each field (apimachinery/pkg/util/managedfields/internal/conflict.go). */
export function applyConflict(conflicts: readonly Conflict[]): StatusError {
  const owned = conflicts
    .map(({ owner, fields }) => ({ owner: printedOwner(owner), paths: pathsOf(fields) }))
    .toSorted((a, b) => (a.owner < b.owner ? -1 : 1));
  const causes = owned.flatMap(({ owner, paths }) =>
    paths.map((field) => ({ reason: 'FieldManagerConflict', message: `conflict with ${owner}`, field })),
  );
  return new StatusError(409, 'Conflict', messageOf(owned), { causes });
}

interface Owned {
  readonly owner: string;
  readonly paths: readonly string[];
}

function messageOf(owned: readonly Owned[]): string {
  const count = owned.reduce((sum, { paths }) => sum + paths.length, 0);
  const [first] = owned;
  if (count === 1 && first) {
    return `Apply failed with 1 conflict: conflict with ${first.owner}: ${first.paths.join('')}`;
  }
  const lines = owned.flatMap(({ owner, paths }) => [
    `conflicts with ${owner}:`,
    ...paths.map((path) => `- ${path}`),
  ]);
  return `Apply failed with ${String(count)} conflicts: ${lines.join('\n')}`;
}

function printedOwner({ manager, operation, apiVersion, subresource }: ManagerEntry): string {
  const name = goQuote(manager) + (subresource === '' ? '' : ` with subresource ${goQuote(subresource)}`);
  return operation === 'Update' ? `${name} using ${apiVersion}` : name;
}
