/** Where a machine gets the program from. */
export type ProgramSource =
  | { readonly kind: 'repository'; readonly address: string }
  | { readonly kind: 'archive'; readonly address: string }
  /** A packed copy that becomes a part of the scenario. */
  | { readonly kind: 'file'; readonly bytes: Uint8Array }
  | { readonly kind: 'package'; readonly name: string };

/** Under which name the packed copy is uploaded. */
export const PACKED = 'kubectl-minisched.tgz';

/** Undefined: it is none of a repository to clone, an archive to download, or the name of an npm package. */
export function sourceOf(text: string): ProgramSource | undefined {
  if (/^(?:@[\w.-]+\/)?[a-z0-9][\w.-]*(?:@[\w.^~-]+)?$/.test(text)) return { kind: 'package', name: text };
  const isAddress = /^(?:https?:\/\/|ssh:\/\/|git:\/\/|[\w.-]+@[\w.-]+:)[\w@%+:,./~?=&#-]+$/.test(text);
  if (!isAddress) return undefined;
  const isArchive = /^https?:.*\.(?:tgz|tar\.gz)(?:[?#].*)?$/.test(text);
  return { kind: isArchive ? 'archive' : 'repository', address: text };
}
