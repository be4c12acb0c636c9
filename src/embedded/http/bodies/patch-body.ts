import { badRequest } from '../../api/status.ts';
import { cannotUnmarshal } from '../../patch/json-patch.ts';
import type { FieldValidation, PatchRequest, PatchType } from '../../api/verbs.ts';
import { duplicateFields } from '../../schema/duplicates.ts';
import { parseQuickJson, type QuickJson } from '../../schema/quick-json.ts';
import { yamlToJson } from '../../schema/yaml-body.ts';
import { patchTypeUnknown } from '../errors.ts';

const PATCH_TYPES: Readonly<Record<string, PatchType>> = {
  'application/json-patch+json': 'json',
  'application/merge-patch+json': 'merge',
  'application/strategic-merge-patch+json': 'strategic',
  'application/apply-patch+yaml': 'apply',
};

/** The kind of a patch by its Content-Type. Throws `StatusError` 415. */
export function patchTypeOf(contentType: string): PatchType {
  const type = PATCH_TYPES[contentType.split(';')[0]?.trim() ?? ''];
  if (!type) throw patchTypeUnknown();
  return type;
}

/** The patch, parsed (apiserver/pkg/endpoints/handlers/patch.go `validateAndTranscodePatch`). Throws `StatusError` 400. */
export function parsePatch(
  body: Buffer,
  type: PatchType,
  validation: FieldValidation,
  warnings: string[],
): Pick<PatchRequest, 'body' | 'duplicates'> {
  const text = body.toString('utf8');
  if (type === 'apply') return { body: parseApply(text, validation, warnings) };
  const parsed = parseJson(text);
  const duplicates = validation === 'Ignore' ? [] : duplicateFields(text, parsed);
  return { body: parsed.value, duplicates };
}

function parseJson(text: string): QuickJson {
  try {
    return parseQuickJson(text);
  } catch {
    throw badRequest('invalid JSON patch');
  }
}

function parseApply(text: string, validation: FieldValidation, warnings: string[]): unknown {
  const { json, error, duplicates } = yamlToJson(text);
  if (error !== undefined) throw badRequest(`error decoding YAML: ${error}`);
  if (duplicates.length > 0 && validation === 'Strict') {
    throw badRequest(`error strict decoding patch: ${duplicates.join(', ')}`);
  }
  if (validation === 'Warn') warnings.push(...duplicates);
  const value: unknown = JSON.parse(json);
  if (typeof value !== 'object' || Array.isArray(value)) {
    const why = cannotUnmarshal(value, 'map[string]interface {}');
    throw badRequest(`error decoding patch: error unmarshaling JSON: while decoding JSON: ${why}`);
  }
  return value ?? {};
}
