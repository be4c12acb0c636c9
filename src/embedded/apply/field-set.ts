import { compareElements, printedElement, type PathElement } from './path-element.ts';

/**
 * A set of fields, as FieldsV1 has it (structured-merge-diff fieldpath/set.go): `{}` is the field itself, other members are steps to
 * fields inside it, `.` says that the field is in the set besides those. Never changed.
 */
export interface FieldSet {
  readonly [element: PathElement]: FieldSet;
}

/** The field itself; of a whole object: the empty set. */
export const FIELD: FieldSet = {};

/** A set that is being made. */
export type Draft = Record<PathElement, FieldSet>;

/** True when the set of a field contains the field itself. */
export function hasSelf(set: FieldSet): boolean {
  return '.' in set || isLeaf(set);
}

function isLeaf(set: FieldSet): boolean {
  for (const _ in set) return false;
  return true;
}

/** True for the empty set of a whole object. */
export function isEmpty(set: FieldSet): boolean {
  return isLeaf(set);
}

/** What is in either. */
export function union(a: FieldSet, b: FieldSet): FieldSet {
  if (a === b || isLeaf(b)) return a;
  if (isLeaf(a)) return b;
  const out: Draft = { ...a };
  let grown = false;
  for (const element of Object.keys(b)) {
    const [mine, theirs] = [a[element], b[element] ?? FIELD];
    if (mine === undefined) grown = true;
    out[element] = mine === undefined ? theirs : unionOfField(mine, theirs);
  }
  return grown ? inOrder(out) : out;
}

/** Of one field: that it is in one of the sets itself must not get lost. */
function unionOfField(a: FieldSet, b: FieldSet): FieldSet {
  const inside = union(a, b);
  return (hasSelf(a) || hasSelf(b)) && !hasSelf(inside) ? { '.': FIELD, ...inside } : inside;
}

/** What is in both. */
export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  const out: Draft = {};
  for (const element of Object.keys(a)) {
    const [mine, theirs] = [a[element] ?? FIELD, b[element]];
    if (theirs === undefined || element === '.') continue;
    const field = fieldOf(hasSelf(mine) && hasSelf(theirs), intersection(mine, theirs));
    if (field) out[element] = field;
  }
  return out;
}

/** What is in `a` and not in `b`. A field inside one of `b` stays. */
export function difference(a: FieldSet, b: FieldSet): FieldSet {
  return without(a, b, false);
}

/** The same, but what is inside a field of `b` goes too. */
export function recursiveDifference(a: FieldSet, b: FieldSet): FieldSet {
  return without(a, b, true);
}

function without(a: FieldSet, b: FieldSet, recursive: boolean): FieldSet {
  let out: Draft | undefined;
  for (const element of Object.keys(b)) {
    const [mine, theirs] = [a[element], b[element] ?? FIELD];
    if (mine === undefined || element === '.') continue;
    const before = insideOf(mine);
    const goes = hasSelf(theirs);
    const inside = recursive && goes ? FIELD : without(before, insideOf(theirs), recursive);
    if (inside === before && !(goes && hasSelf(mine))) continue;
    const field = fieldOf(hasSelf(mine) && !goes, inside);
    out ??= { ...a };
    if (field) out[element] = field;
    else delete out[element];
  }
  return out ?? a;
}

/** The fields inside a field. */
export function insideOf(set: FieldSet): FieldSet {
  if (!('.' in set)) return set;
  const { '.': _, ...inside } = set;
  return inside;
}

/** A field with what is inside it; undefined when nothing of it is in the set. */
export function fieldOf(self: boolean, inside: FieldSet): FieldSet | undefined {
  if (isLeaf(inside)) return self ? FIELD : undefined;
  if (self === '.' in inside) return inside;
  return self ? { '.': FIELD, ...inside } : insideOf(inside);
}

/** With its steps in the order in which Go writes them. */
export function inOrder(draft: FieldSet): FieldSet {
  const elements = Object.keys(draft);
  for (let i = 1; i < elements.length; i += 1) {
    if (compareElements(elements[i - 1] ?? '', elements[i] ?? '') > 0) {
      return Object.fromEntries(
        elements.toSorted(compareElements).map((element) => [element, draft[element] ?? FIELD]),
      );
    }
  }
  return draft;
}

/** Every field as people read it, `.spec.containers[name="c"].image`: those of one object first, then what is inside them. */
export function pathsOf(set: FieldSet, prefix = ''): string[] {
  const steps = Object.keys(set).filter((element) => element !== '.');
  const path = (element: PathElement): string => prefix + printedElement(element);
  return [
    ...steps.filter((element) => hasSelf(set[element] ?? FIELD)).map(path),
    ...steps.flatMap((element) => pathsOf(set[element] ?? FIELD, path(element))),
  ];
}
