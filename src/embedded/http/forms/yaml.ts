import { stringify } from 'yaml';

/** As sigs.k8s.io/yaml writes it: by key, strings quoted only where they must be. */
export function yamlOf(object: object): string {
  return stringify(object, { version: '1.1', sortMapEntries: true, indentSeq: false, singleQuote: null });
}
