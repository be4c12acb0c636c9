import { isPlainObject } from '../schema/json-tree.ts';
import { goQuote } from '../api/go-quote.ts';
import type { ListType, MapType, MergeType, ScalarKind } from './merge-types.ts';
import { itemElement, printedElement, UnknownItem } from './path-element.ts';

/** What does not fit the schema of a configuration, each with its path (structured-merge-diff typed/validate.go). */
export function schemaErrors(value: unknown, type: MergeType, path = ''): string[] {
  if (isPlainObject(value) && type.map) return mapErrors(value, type.map, path);
  if (Array.isArray(value) && type.list) return listErrors(value, type.list, path);
  if (value === null) return [];
  const isSimple = !isPlainObject(value) && !Array.isArray(value);
  if (type.map && !(isSimple && type.scalar)) return [at(path, `expected map, got ${valueText(value)}`)];
  if (type.scalar) return scalarErrors(value, type.scalar, path);
  return type.list ? [at(path, `expected list, got ${valueText(value)}`)] : [];
}

function at(path: string, message: string): string {
  return path === '' ? message : `${path}: ${message}`;
}

function mapErrors(value: Readonly<Record<string, unknown>>, type: MapType, path: string): string[] {
  return Object.entries(value).flatMap(([key, member]) => {
    const inner = type.fields.get(key)?.type() ?? type.element?.();
    const place = `${path}.${key}`;
    return inner ? schemaErrors(member, inner, place) : [at(place, 'field not declared in schema')];
  });
}

function listErrors(list: readonly unknown[], type: ListType, path: string): string[] {
  const seen = new Set<string>();
  const errors: string[] = [];
  for (const [index, item] of list.entries()) {
    let element = `[${String(index)}]`;
    if (!type.atomic) {
      try {
        const known = itemElement(type, item);
        element = printedElement(known);
        if (seen.has(known)) errors.push(at(path, `duplicate entries for key ${element}`));
        seen.add(known);
      } catch (error) {
        if (!(error instanceof UnknownItem)) throw error;
        return [...errors, at(path, `element ${String(index)}: ${error.message}`)];
      }
    }
    errors.push(...schemaErrors(item, type.item(), path + element));
  }
  return errors;
}

function scalarErrors(value: unknown, kind: ScalarKind, path: string): string[] {
  const found = typeof value;
  if (kind === 'numeric' && found !== 'number') {
    return [at(path, `expected numeric (int or float), got ${goType(value)}`)];
  }
  if (kind === 'string' && found !== 'string') {
    return [at(path, `expected string, got &value.valueUnstructured{Value:${goSyntax(value)}}`)];
  }
  if (kind === 'boolean' && found !== 'boolean')
    return [at(path, `expected boolean, got ${valueText(value)}`)];
  if (kind === 'untyped' && found === 'object')
    return [at(path, `expected any scalar, got ${valueText(value)}`)];
  return [];
}

/** `%T` */
function goType(value: unknown): string {
  if (Array.isArray(value)) return '[]interface {}';
  if (isPlainObject(value)) return 'map[string]interface {}';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  return typeof value === 'boolean' ? 'bool' : 'string';
}

/** `%#v` */
function goSyntax(value: unknown): string {
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  if (isPlainObject(value)) {
    const members = Object.entries(value).map(([key, member]) => `${goQuote(key)}:${goSyntax(member)}`);
    return `map[string]interface {}{${members.toSorted().join(', ')}}`;
  }
  return typeof value === 'string' ? goQuote(value) : JSON.stringify(value);
}

/** How structured-merge-diff prints a value: `"x"`, `[1,2]`, `{a=1}`. */
function valueText(value: unknown): string {
  return `&{${plainText(value)}}`;
}

function plainText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(plainText).join(' ')}]`;
  if (isPlainObject(value)) {
    const members = Object.entries(value).map(([key, member]) => `${key}:${plainText(member)}`);
    return `map[${members.toSorted().join(' ')}]`;
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}
