import type { z } from 'zod';

import { CHECKS } from './checks/schema.ts';
import { ITEMS } from './items/schema.ts';

/** What is wrong, and where in the data. */
export interface Complaint {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

type Issue = z.core.$ZodIssue;
type Shapes = Readonly<Record<string, z.ZodType>>;

/**
 * zod's issues as sentences a person can act on. zod says of a list item that fits none of the shapes only "Invalid input": here
 * the shape is found by the key that the item has, and the complaint is about that one.
 */
export function complaints(issues: readonly Issue[], data: unknown): Complaint[] {
  return issues.flatMap((issue) => complaintsOf(issue, valueAt(data, issue.path)));
}

function complaintsOf(issue: Issue, value: unknown): Complaint[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...issue.path, key],
      message: `"${key}" is not a word that is known here`,
    }));
  }
  if (issue.code === 'invalid_union') return unionComplaints(issue, value);
  return [{ path: issue.path, message: sentence(issue, value) }];
}

function unionComplaints(issue: Issue, value: unknown): Complaint[] {
  const [shapes, what] = issue.path[0] === 'play' ? [ITEMS, 'an item of play'] : [CHECKS, 'a check'];
  if (issue.path.length !== 2)
    return [{ path: issue.path, message: `${name(issue.path)} is not of a shape that is known here` }];
  const schema = shapeOf(shapes, value);
  if (!schema)
    return [
      {
        path: issue.path,
        message: `${what} has one of the keys ${Object.keys(shapes).join(', ')}`,
      },
    ];
  const inner = schema.safeParse(value).error?.issues ?? [];
  return complaints(inner, value).map(({ path, message }) => ({ path: [...issue.path, ...path], message }));
}

function shapeOf(shapes: Shapes, value: unknown): z.ZodType | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const kind = Object.keys(shapes).find((key) => key in value);
  return kind === undefined ? undefined : shapes[kind];
}

function sentence(issue: Issue, value: unknown): string {
  const subject = name(issue.path);
  if (value === undefined) return `${subject} is missing`;
  if (issue.code === 'invalid_value')
    return `${subject} must be one of ${issue.values.join(', ')}, not ${JSON.stringify(value)}`;
  if (issue.code === 'invalid_type')
    return `${subject} must be of type ${issue.expected}, not ${JSON.stringify(value)}`;
  if (issue.code === 'custom' && !issue.message.startsWith('must')) return `${subject}: ${issue.message}`;
  if (issue.message.startsWith('must')) return `${subject} ${issue.message}, not ${JSON.stringify(value)}`;
  return `${subject}: ${issue.message}`;
}

function name(path: readonly PropertyKey[]): string {
  const word = path.findLast((part) => typeof part === 'string');
  return word === undefined ? 'the step' : `"${word}"`;
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) => (typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined),
    data,
  );
}
