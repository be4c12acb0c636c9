/** Lists that are merged item by item, and the key that names an item (`patchMergeKey` in k8s.io/api/core/v1). */
const MERGE_KEYS: Readonly<Record<string, string>> = {
  conditions: 'type',
  containers: 'name',
  schedulingGates: 'name',
  ownerReferences: 'uid',
  addresses: 'type',
};

type Json = Readonly<Record<string, unknown>>;

/** What the API server makes of `original` and a strategic merge patch. Neither argument is changed. */
export function strategicMerge(original: Json, patch: Json): Json {
  const merged: Record<string, unknown> = { ...original };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else if (Array.isArray(value)) merged[key] = mergeList(merged[key], value, MERGE_KEYS[key]);
    else if (isObject(value)) merged[key] = strategicMerge(isObject(merged[key]) ? merged[key] : {}, value);
    else merged[key] = value;
  }
  return merged;
}

function mergeList(original: unknown, patch: readonly unknown[], mergeKey: string | undefined): unknown[] {
  if (!mergeKey || !Array.isArray(original)) return patch.filter((item) => !isDeletion(item));
  const merged: unknown[] = [...(original as readonly unknown[])];
  for (const item of patch.filter(isObject)) {
    const index = merged.findIndex((old) => isObject(old) && old[mergeKey] === item[mergeKey]);
    const old = merged[index];
    if (isDeletion(item)) merged.splice(index, index < 0 ? 0 : 1);
    else if (isObject(old)) merged[index] = strategicMerge(old, item);
    else merged.push(item);
  }
  return merged;
}

function isDeletion(item: unknown): boolean {
  return isObject(item) && item['$patch'] === 'delete';
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
