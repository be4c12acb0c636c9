import type { ExportWords } from '../words.ts';
import { shellLine } from '../../exec/shell-line.ts';
import { PACKED, type ProgramSource } from './source.ts';

const [READY, FAILED, LOG] = [
  '"${TMPDIR:-/tmp}/minisched-ready"',
  '"${TMPDIR:-/tmp}/minisched-failed"',
  '"${TMPDIR:-/tmp}/minisched-setup.log"',
];

/**
 * Installs the program, unseen. A clone is built on the machine; a packed copy is taken as it is. Node.js comes from npm where the machine has none
 * that is new enough. `MINISCHED_HOME` and `MINISCHED_BIN` say where to, for who tries it elsewhere than as root.
 */
export function backgroundScript(source: ProgramSource): string {
  return `#!/bin/bash
# Installs kubectl-minisched. What it does is in /tmp/minisched-setup.log.
export HOME="\${HOME:-/root}"
home="\${MINISCHED_HOME:-/opt/kubectl-minisched}"
bin="\${MINISCHED_BIN:-/usr/local/bin}"
rm -f ${READY} ${FAILED}

install() {
  set -ex
  mkdir -p "$home" "$bin"
${fetchLines(source)
  .map((line) => `  ${line}`)
  .join('\n')}
  if [ ! -f "$home/dist/kubectl-minisched.js" ]; then
    need_npm
    (cd "$home" && npm ci --no-audit --no-fund)
  fi
  node=$(command -v node || true)
  if [ -x "$home/node_modules/node/bin/node" ]; then
    node="$home/node_modules/node/bin/node"
  elif [ -z "$node" ] || ! "$node" -e 'const [a, b] = process.versions.node.split("."); if (a < 22 || (a == 22 && b < 19)) throw a'; then
    need_npm
    npm install --no-audit --no-fund --prefix "$home/nodejs" node@24
    node="$home/nodejs/node_modules/node/bin/node"
  fi
  printf '#!/bin/sh\\nexec "%s" "%s/dist/kubectl-minisched.js" "$@"\\n' "$node" "$home" > "$bin/kubectl-minisched"
  chmod 755 "$bin/kubectl-minisched"
  "$bin/kubectl-minisched" --version
}

need_npm() {
  command -v npm > /dev/null || { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y npm; }
}

# a function that fails in a condition goes on: it is run by a shell of its own
export home bin
export -f install need_npm
if bash -c install > ${LOG} 2>&1; then touch ${READY}; else touch ${FAILED}; exit 1; fi
`;
}

function fetchLines(source: ProgramSource): readonly string[] {
  switch (source.kind) {
    case 'repository':
      return [`[ -d "$home/.git" ] || git clone --depth 1 ${shellLine([source.address])} "$home"`];
    case 'archive':
      return [`curl -fsSL ${shellLine([source.address])} | tar -xz -C "$home" --strip-components=1`];
    case 'file':
      return [`tar -xzf "$HOME/${PACKED}" -C "$home" --strip-components=1`];
    case 'package':
      return [
        'need_npm',
        `packed=$(cd /tmp && npm pack --silent ${shellLine([source.name])})`,
        'tar -xzf "/tmp/$packed" -C "$home" --strip-components=1',
      ];
  }
}

/** What the person sees meanwhile. */
export function foregroundScript({
  killercodaInstalling,
  killercodaReady,
  killercodaFailed,
}: ExportWords): string {
  return `printf '%s' ${shellLine([killercodaInstalling])}
while [ ! -f ${READY} ] && [ ! -f ${FAILED} ]; do printf .; sleep 1; done
echo
if [ -f ${READY} ]; then echo ${shellLine([killercodaReady])}; else echo ${shellLine([killercodaFailed])}; tail -n 20 ${LOG}; fi
`;
}
