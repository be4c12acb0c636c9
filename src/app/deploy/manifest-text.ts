import type { Manifest } from '../../deploy/deployment.ts';
import type { RoleManifest } from '../../deploy/manifests.ts';
import type { Right } from '../../deploy/rights.ts';
import { yamlText } from '../../workshop/yaml-text.ts';

/** A file for `kubectl apply`: one document each, every RBAC rule under its reason. */
export function manifestsText(manifests: readonly (Manifest | RoleManifest)[], head = ''): string {
  return [...(head === '' ? [] : [`# ${head}\n`]), ...manifests.map(documentOf)].join('---\n');
}

/** The same as one `List`, for `-o json`. */
export function manifestList(manifests: readonly (Manifest | RoleManifest)[]): object {
  return { apiVersion: 'v1', kind: 'List', items: manifests.map(plain) };
}

function plain(manifest: Manifest | RoleManifest): object {
  if (!isRole(manifest)) return manifest;
  const { rights, ...rest } = manifest;
  return { ...rest, rules: rights.map(ruleOf) };
}

function documentOf(manifest: Manifest | RoleManifest): string {
  if (!isRole(manifest)) return yamlText(manifest);
  const { rights, ...rest } = manifest;
  const rules = rights.map((right) => `  # ${right.why}\n${indented(yamlText([ruleOf(right)]))}`);
  return `${yamlText(rest)}rules:\n${rules.join('')}`;
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ');
}

function ruleOf({ apiGroup, resources, verbs, resourceNames }: Right): object {
  return { apiGroups: [apiGroup], resources, verbs, ...(resourceNames && { resourceNames }) };
}

function isRole(manifest: Manifest | RoleManifest): manifest is RoleManifest {
  return 'rights' in manifest;
}
