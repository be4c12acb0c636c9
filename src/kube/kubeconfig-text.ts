/** What makes up one context; all three have the context's name, as kind's have. Certificates and key in PEM. */
export interface ContextEntry {
  readonly name: string;
  /** The API server's URL. */
  readonly server: string;
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** A kubeconfig that holds this one context. The name is one that needs no quotes in YAML. */
export function kubeconfigText({ name, server, ca, cert, key }: ContextEntry): string {
  return `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: ${base64(ca)}
    server: ${server}
  name: ${name}
contexts:
- context:
    cluster: ${name}
    user: ${name}
  name: ${name}
current-context: ${name}
kind: Config
users:
- name: ${name}
  user:
    client-certificate-data: ${base64(cert)}
    client-key-data: ${base64(key)}
`;
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
