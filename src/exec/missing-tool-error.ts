import { UserError } from '../lib/errors.ts';

const INSTALL: Readonly<Record<string, string>> = {
  docker:
    'install Docker (https://docs.docker.com/get-started/get-docker/) and try again, or do without it: --provider embedded',
  podman: 'install Podman (https://podman.io/docs/installation) or unset KIND_EXPERIMENTAL_PROVIDER',
  nerdctl: 'install nerdctl (https://github.com/containerd/nerdctl) or unset KIND_EXPERIMENTAL_PROVIDER',
  kind: 'install kind (https://kind.sigs.k8s.io/docs/user/quick-start/#installation) and try again, or do without it: --provider embedded',
  kubectl: 'install kubectl (https://kubernetes.io/docs/tasks/tools/) and try again',
};

/**
 * A program that we wanted to run is not there; `next` says how to get it. `tool` is what was looked for: a bare name
 * (not found on PATH) or a path (no such file). Not for a program that ran and failed: that is an exit code.
 */
export class MissingToolError extends UserError {
  override readonly name = 'MissingToolError';
  readonly tool: string;

  constructor(tool: string, cause?: unknown) {
    const path = /[/\\]/.test(tool);
    super(path ? `there is no program ${tool}` : `${tool} was not found on PATH`, {
      next:
        INSTALL[tool] ??
        (path
          ? 'correct the path, or the variable that names it (KUBECTL_PATH for kubectl)'
          : `install ${tool} or put it on PATH`),
      cause,
    });
    this.tool = tool;
  }
}
