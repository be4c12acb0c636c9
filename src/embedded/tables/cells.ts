import { typed, type StoredObject } from '../api/stored-object.ts';

/** What stands in one column: text, or a number or a boolean as JSON has them. */
export type Cell = string | number | boolean;

/** A time of the API as an age in words (`3m20s`); `<unknown>` where there is none. */
export type Since = (time: string | null | undefined) => string;

/** The cells of one object of a kind, in the order of its columns. */
export type Printer = (object: StoredObject, since: Since) => readonly Cell[];

/** By the kind's qualified name. */
export type Printers = Readonly<Record<string, Printer>>;

/** A printer written for the type of its kind. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller knows the kind
export function printer<T extends StoredObject>(
  print: (object: T, since: Since) => readonly Cell[],
): Printer {
  return (object, since) => print(typed<T>(object), since);
}

/** Of an object that has only a name and an age to show. */
export const nameAndAge: Printer = ({ metadata: { name = '', creationTimestamp } }, since) => [
  name,
  since(creationTimestamp),
];

/** Of a kind that upstream has no printer for (apiserver/pkg/registry/rest/table.go): the time as it is. */
export const nameAndTime: Printer = ({ metadata: { name = '', creationTimestamp = '' } }) => [
  name,
  creationTimestamp,
];
