import { isEqualJson, isPlainObject, setMember } from '../schema/json-tree.ts';
import { badRequest, StatusError } from '../api/status.ts';

/** One step of a JSON patch; what is missing or of another type is reported when it is needed. */
export type Operation = Readonly<Record<string, unknown>>;

/** A JSON patch may hold no more steps (apiserver handlers/patch.go), */
const MAX_OPERATIONS = 10_000;
/** nor copy more than this (JSONPatchMaxCopyBytes). */
const MAX_COPIED = 3 * 1024 * 1024;

/**
 * RFC 6902 as gopkg.in/evanphx/json-patch.v4 does it: `replace` may add to an object, negative indexes count from the end. `document` is
 * not changed. Throws `StatusError` 422 without a reason of its own, as the server does, or 413.
 */
export function applyJsonPatch(document: unknown, operations: readonly Operation[]): unknown {
  if (operations.length > MAX_OPERATIONS) {
    const message = `The allowed maximum operations in a JSON patch is ${String(MAX_OPERATIONS)}, got ${String(operations.length)}`;
    throw new StatusError(413, 'RequestEntityTooLarge', `Request entity too large: ${message}`);
  }
  try {
    const patch = new Patch(structuredClone(document));
    for (const operation of operations) patch.apply(operation);
    return patch.document;
  } catch (error) {
    if (!(error instanceof DoesNotApply)) throw error;
    const message = 'the server rejected our request due to an error in our request';
    throw new StatusError(422, 'Invalid', message, {});
  }
}

/** Reads the body of a JSON patch. Throws `StatusError` 400. */
export function operationsOf(body: unknown): readonly Operation[] {
  if (body === null) return [];
  if (!Array.isArray(body))
    throw badRequest(`error decoding patch: ${cannotUnmarshal(body, '[]handlers.jsonPatchOp')}`);
  return body.map((operation: unknown) => {
    if (operation === null) return {};
    if (!isPlainObject(operation)) {
      throw badRequest(`error decoding patch: ${cannotUnmarshal(operation, 'handlers.jsonPatchOp')}`);
    }
    for (const name of ['op', 'path', 'from']) {
      const value = operation[name] ?? '';
      if (typeof value === 'string') continue;
      const words = cannotUnmarshal(value, 'string').replace(
        'Go value',
        `Go struct field jsonPatchOp.${name}`,
      );
      throw badRequest(`error decoding patch: ${words}`);
    }
    return operation;
  });
}

/** `json: cannot unmarshal array into Go value of type map[string]interface {}` */
export function cannotUnmarshal(value: unknown, type: string): string {
  const kind = Array.isArray(value)
    ? 'array'
    : typeof value === 'boolean'
      ? 'bool'
      : typeof value === 'object'
        ? 'object'
        : typeof value;
  return `json: cannot unmarshal ${kind} into Go value of type ${type}`;
}

/** The reason stays in the library: the server does not pass it on. */
class DoesNotApply extends Error {}

function fail(why: string): never {
  throw new DoesNotApply(why);
}

type Container = unknown[] | Record<string, unknown>;

class Patch {
  document: unknown;
  #copied = 0;

  constructor(document: unknown) {
    this.document = document;
  }

  apply(operation: Operation): void {
    switch (operation['op']) {
      case 'add':
        this.#add(textOf(operation, 'path'), operation['value'] ?? null);
        break;
      case 'remove':
        remove(...this.#find(textOf(operation, 'path')));
        break;
      case 'replace':
        this.#replace(textOf(operation, 'path'), operation['value'] ?? null);
        break;
      case 'move':
        this.#move(operation);
        break;
      case 'copy':
        this.#copy(operation);
        break;
      case 'test':
        this.#test(textOf(operation, 'path'), operation['value'] ?? null);
        break;
      default:
        fail('Unexpected kind');
    }
  }

  #add(path: string, value: unknown): void {
    const [container, key] = this.#find(path);
    if (!Array.isArray(container)) setMember(container, key, value);
    else if (key === '-') container.push(value);
    else container.splice(indexOf(key, container.length + 1), 0, value);
  }

  #replace(path: string, value: unknown): void {
    if (path === '') {
      if (typeof value !== 'object' || value === null) fail('value must be object or array');
      this.document = value;
      return;
    }
    const [container, key] = this.#find(path);
    if (Array.isArray(container)) container[indexOf(key, container.length)] = value;
    else setMember(container, key, value);
  }

  #move(operation: Operation): void {
    const from = this.#find(textOf(operation, 'from'));
    const value = read(...from);
    remove(...from);
    this.#add(textOf(operation, 'path'), value);
  }

  #copy(operation: Operation): void {
    const value = read(...this.#find(textOf(operation, 'from'))) ?? null;
    this.#copied += Buffer.byteLength(JSON.stringify(value));
    if (this.#copied > MAX_COPIED) fail('too much was copied');
    this.#add(textOf(operation, 'path'), structuredClone(value));
  }

  #test(path: string, value: unknown): void {
    const found = path === '' ? this.document : (read(...this.#find(path)) ?? null);
    if (!isEqualJson(found, value)) fail('test failed');
  }

  /** The container that a path leads to, and the last part of the path. */
  #find(path: string): [container: Container, key: string] {
    const [, ...parts] = path.split('/').map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
    const key = parts.pop() ?? fail('missing path');
    let container = containerOf(this.document);
    for (const part of parts) container = containerOf(read(container, part));
    return [container, key];
  }
}

function textOf(operation: Operation, name: 'path' | 'from'): string {
  const text = operation[name];
  return typeof text === 'string' ? text : fail(`missing ${name}`);
}

function containerOf(value: unknown): Container {
  if (Array.isArray(value)) return value;
  return isPlainObject(value) ? value : fail('missing path');
}

function read(container: Container, key: string): unknown {
  if (Array.isArray(container)) return container[indexOf(key, container.length)];
  return Object.hasOwn(container, key) ? container[key] : undefined;
}

function remove(container: Container, key: string): void {
  if (Array.isArray(container)) container.splice(indexOf(key, container.length), 1);
  else if (Object.hasOwn(container, key)) delete container[key];
  else fail('Unable to remove nonexistent key');
}

/** A place in a list of so many; negative ones count from the end. */
function indexOf(key: string, length: number): number {
  const index = /^[+-]?\d+$/.test(key) ? Number(key) : fail('invalid syntax');
  if (index >= length || index < -length) fail('invalid index referenced');
  return index < 0 ? index + length : index;
}
