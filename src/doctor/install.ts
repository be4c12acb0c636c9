import { GO_OLDEST, KIND_VERSION, KUBECTL_VERSION } from './known-good.ts';
import type { System } from './machine.ts';

/** A program that a fix installs. */
export type Installable = 'docker' | 'kind' | 'kubectl' | 'go' | 'python' | 'npm';

/** What to type to have the program. `arch` is Node's word for the processor. */
export function installLines(tool: Installable, system: System, arch: string): string[] {
  if (system === 'mac') return [`brew install ${BREW[tool]}`];
  if (system === 'windows') return [`winget install ${WINGET[tool]}`];
  return onLinux(tool, system, arch === 'arm64' ? 'arm64' : 'amd64');
}

const BREW: Readonly<Record<Installable, string>> = {
  docker: '--cask docker-desktop',
  kind: 'kind',
  kubectl: 'kubernetes-cli',
  go: 'go',
  python: 'python',
  npm: 'node',
};

const WINGET: Readonly<Record<Installable, string>> = {
  docker: 'Docker.DockerDesktop',
  kind: 'Kubernetes.kind',
  kubectl: 'Kubernetes.kubectl',
  go: 'GoLang.Go',
  python: 'Python.Python.3.13',
  npm: 'OpenJS.NodeJS.LTS',
};

function onLinux(tool: Installable, system: System, arch: string): string[] {
  switch (tool) {
    case 'docker':
      return [
        ...(system === 'wsl'
          ? ['# with Docker Desktop: Settings, Resources, WSL integration; without:']
          : []),
        'curl -fsSL https://get.docker.com | sudo sh',
      ];
    case 'kind':
      return download(`https://kind.sigs.k8s.io/dl/v${KIND_VERSION}/kind-linux-${arch}`, 'kind');
    case 'kubectl':
      return download(`https://dl.k8s.io/release/${KUBECTL_VERSION}/bin/linux/${arch}/kubectl`, 'kubectl');
    case 'go':
      return [
        `curl -L https://go.dev/dl/go${GO_OLDEST}.linux-${arch}.tar.gz | sudo tar -C /usr/local -xz`,
        'export PATH="/usr/local/go/bin:$PATH"',
      ];
    case 'python':
      return ['sudo apt-get install -y python3 python3-venv python3-pip'];
    case 'npm':
      return ['sudo apt-get install -y npm'];
  }
}

function download(address: string, name: string): string[] {
  return [`curl -Lo ${name} ${address}`, `sudo install -m 0755 ${name} /usr/local/bin/${name}`];
}
