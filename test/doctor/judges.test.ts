import assert from 'node:assert/strict';
import { test } from 'node:test';

import { judgeCgroups } from '../../src/doctor/cgroups.ts';
import { judgeDisk, judgeEngineDisk } from '../../src/doctor/disk.ts';
import { judgeDocker } from '../../src/doctor/docker.ts';
import { judgeDockerResources } from '../../src/doctor/docker-resources.ts';
import type { Engine, EngineInfo } from '../../src/doctor/engine-facts.ts';
import type { Finding, Level } from '../../src/doctor/finding.ts';
import { judgeImages } from '../../src/doctor/images.ts';
import { judgeInotify } from '../../src/doctor/inotify.ts';
import { judgeKind } from '../../src/doctor/kind.ts';
import { judgeKubeconfig, type KubeconfigFacts } from '../../src/doctor/kubeconfig.ts';
import { judgeKubectl } from '../../src/doctor/kubectl.ts';
import { judgeLoopback } from '../../src/doctor/loopback.ts';
import type { System, Told } from '../../src/doctor/machine.ts';
import { judgeMemory } from '../../src/doctor/memory.ts';
import { judgeNode } from '../../src/doctor/node.ts';
import { judgePlugin } from '../../src/doctor/plugin-path.ts';
import { judgeProxies } from '../../src/doctor/proxies.ts';
import { GIB, MIB } from '../../src/doctor/sizes.ts';
import { judgeState } from '../../src/doctor/state-folder.ts';
import { judgeTerminal } from '../../src/doctor/terminal.ts';
import { judgeToolchain, type ToolchainFacts } from '../../src/doctor/toolchain.ts';

/** What is seen, how bad it is, a word of the sentence, and a word of the fix. */
type Situation = readonly [
  what: string,
  seen: Finding | undefined,
  level: Level,
  found: RegExp,
  fix?: RegExp,
];

const absent: Told = { there: false };
const says = (stdout: string, exitCode = 0, stderr = ''): Told => ({ there: true, exitCode, stdout, stderr });

const INFO: EngineInfo = {
  version: '28.2.2',
  operatingSystem: 'Ubuntu 24.04',
  osType: 'linux',
  architecture: 'x86_64',
  rootless: false,
  cpus: 4,
  memoryBytes: 8 * GIB,
  cgroup: '2',
  cannotLimit: [],
  folder: '/var/lib/docker',
};
const engine = (change: Partial<EngineInfo> = {}, tool = 'docker'): Engine => ({
  tool,
  there: true,
  info: { ...INFO, ...change },
  said: '',
});
const silent = (said: string, tool = 'docker'): Engine => ({ tool, there: true, said });
const on = (one: Engine, system: System = 'linux') => ({ engine: one, system, arch: 'x64' });

const NOT_RUNNING =
  'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?';
const FORBIDDEN =
  'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock';

check('the engine', [
  ['answers', judgeDocker(on(engine())), 'ok', /docker 28\.2\.2 answers \(Ubuntu/],
  ['rootless', judgeDocker(on(engine({ rootless: true }))), 'ok', /rootless/],
  ['podman', judgeDocker(on(engine({ version: '5.2.0' }, 'podman'))), 'ok', /podman 5/],
  [
    'missing',
    judgeDocker(on({ tool: 'docker', there: false, said: '' })),
    'trouble',
    /not installed/,
    /get\.docker\.com/,
  ],
  [
    'missing on a Mac',
    judgeDocker(on({ tool: 'docker', there: false, said: '' }, 'mac')),
    'trouble',
    /not installed/,
    /^brew/,
  ],
  [
    'missing on Windows',
    judgeDocker(on({ tool: 'docker', there: false, said: '' }, 'windows')),
    'trouble',
    /not installed/,
    /^winget/,
  ],
  [
    'podman missing',
    judgeDocker(on({ tool: 'podman', there: false, said: '' })),
    'trouble',
    /KIND_EXPERIMENTAL_PROVIDER/,
    /unset/,
  ],
  ['stopped', judgeDocker(on(silent(NOT_RUNNING))), 'trouble', /is not running/, /systemctl start docker/],
  [
    'stopped in WSL',
    judgeDocker(on(silent(NOT_RUNNING), 'wsl')),
    'trouble',
    /is not running/,
    /service docker start/,
  ],
  [
    'stopped on a Mac',
    judgeDocker(on(silent(NOT_RUNNING), 'mac')),
    'trouble',
    /is not running/,
    /open -a Docker/,
  ],
  [
    'podman stopped',
    judgeDocker(on(silent('Cannot connect to Podman.', 'podman'), 'mac')),
    'trouble',
    /podman is not running/,
    /podman machine start/,
  ],
  ['forbidden', judgeDocker(on(silent(FORBIDDEN))), 'trouble', /no permission/, /usermod -aG docker/],
  [
    'odd',
    judgeDocker(on(silent('flag provided but not defined\nsee help'))),
    'trouble',
    /see help$/,
    /^docker info/,
  ],
  ['silent', judgeDocker(on(silent(''))), 'trouble', /printed no reason/, /^docker info/],
  ['old', judgeDocker(on(engine({ version: '19.03.1' }))), 'warning', /older than 20\.10/, /get\.docker/],
  [
    'Windows containers',
    judgeDocker(on(engine({ osType: 'windows' }), 'windows')),
    'trouble',
    /windows containers/,
    /Switch to Linux/,
  ],
  [
    'no images for it',
    judgeDocker(on(engine({ architecture: 'riscv64' }))),
    'trouble',
    /riscv64/,
    /embedded/,
  ],
  [
    'from snap',
    judgeDocker(on(engine({ folder: '/var/snap/docker/common/var-lib-docker' }))),
    'warning',
    /snap/,
    /TMPDIR/,
  ],
]);

check("the engine's memory", [
  ['much', judgeDockerResources(on(engine())), 'ok', /8\.0 GiB of memory and 4 processors/],
  ['4 GB as sold', judgeDockerResources(on(engine({ memoryBytes: 4_000_000_000 }))), 'ok', /3\.7 GiB/],
  [
    'Docker Desktop of old',
    judgeDockerResources(on(engine({ memoryBytes: 3 * GIB, operatingSystem: 'Docker Desktop' }), 'mac')),
    'warning',
    /at ease with 4 GiB/,
    /Settings, Resources/,
  ],
  ['too little', judgeDockerResources(on(engine({ memoryBytes: GIB }))), 'trouble', /need 2 GiB/, /embedded/],
  [
    'podman machine',
    judgeDockerResources(on(engine({ memoryBytes: GIB }, 'podman'), 'mac')),
    'trouble',
    /need 2 GiB/,
    /podman machine set/,
  ],
  [
    'WSL',
    judgeDockerResources(on(engine({ memoryBytes: GIB }), 'wsl')),
    'trouble',
    /need 2 GiB/,
    /wslconfig/,
  ],
  ['one processor', judgeDockerResources(on(engine({ cpus: 1 }))), 'warning', /1 processor;/, /embedded/],
]);

check('control groups', [
  ['v2', judgeCgroups(on(engine())), 'ok', /cgroup v2/],
  ['not told', judgeCgroups(on({ ...engine(), info: withoutCgroup() })), 'ok', /can limit/],
  ['v1', judgeCgroups(on(engine({ cgroup: '1' }))), 'warning', /v1\.35/, /unified_cgroup_hierarchy/],
  ['v1 in WSL', judgeCgroups(on(engine({ cgroup: '1' }), 'wsl')), 'warning', /v1\.35/, /cgroup_no_v1/],
  [
    'v1, rootless',
    judgeCgroups(on(engine({ cgroup: '1', rootless: true }))),
    'trouble',
    /needs cgroup v2/,
    /grub/,
  ],
  [
    'rootless, not delegated',
    judgeCgroups(on(engine({ rootless: true, cannotLimit: ['pids', 'cpu'] }))),
    'trouble',
    /cannot limit pids, cpu: .*those/,
    /Delegate=yes/,
  ],
  [
    'no memory controller',
    judgeCgroups(on(engine({ cannotLimit: ['memory'] }))),
    'trouble',
    /that controller/,
    /docker info/,
  ],
]);

check('inotify', [
  ['as kind wants it', judgeInotify({ watches: 524_288, instances: 512 }), 'ok', /524288/],
  [
    "Ubuntu's own",
    judgeInotify({ watches: 8192, instances: 128 }),
    'warning',
    /too many open files/,
    /max_user_watches=524288/,
  ],
  [
    'few instances only',
    judgeInotify({ watches: 1_000_000, instances: 128 }),
    'warning',
    /instances 128/,
    /max_user_instances=512/,
  ],
  [
    'too few',
    judgeInotify({ watches: 100, instances: 512 }),
    'trouble',
    /too many open files/,
    /sudo sysctl/,
  ],
]);

test('only the limit that is too low is raised', () => {
  const fix = judgeInotify({ watches: 1_000_000, instances: 128 })?.fix ?? [];
  assert.doesNotMatch(fix.join('\n'), /max_user_watches/);
});

const kind = (told: Told, system: System = 'linux') => judgeKind({ told, system, arch: 'arm64' });
check('kind', [
  ['known', kind(says('kind v0.33.0 go1.26.8 linux/arm64')), 'ok', /v0\.33\.0/],
  ['newer', kind(says('kind v0.40.1 go1.30 linux/arm64')), 'ok', /v0\.40\.1/],
  [
    'a little older',
    kind(says('kind v0.29.0 go1.24')),
    'warning',
    /older than v0\.33\.0/,
    /kind-linux-arm64/,
  ],
  ['too old', kind(says('kind v0.20.0 go1.20')), 'trouble', /cannot load images/, /install -m 0755 kind/],
  ['missing', kind(absent), 'trouble', /not installed/, /kind-linux-arm64/],
  ['missing on a Mac', kind(absent, 'mac'), 'trouble', /not installed/, /brew install kind/],
  ['broken', kind(says('', 127, 'cannot execute')), 'trouble', /does not tell/, /kind version/],
]);

const kubectl = (told: Told, program = 'kubectl') =>
  judgeKubectl({ told, program, system: 'linux', arch: 'x64' });
const client = (version: string) => says(`Client Version: ${version}\nKustomize Version: v5.5.0\n`);
check('kubectl', [
  ['the same', kubectl(client('v1.37.2')), 'ok', /within one/],
  ['one older', kubectl(client('v1.36.0')), 'ok', /within one/],
  ['one newer', kubectl(client('v1.38.0-rc.1')), 'ok', /within one/],
  ['two older', kubectl(client('v1.35.9')), 'warning', /2 minor versions/, /linux\/amd64\/kubectl/],
  ['two newer', kubectl(client('v1.39.0')), 'warning', /2 minor versions/, /amd64/],
  ["a vendor's", kubectl(client('v1.32.4-dispatcher')), 'warning', /5 minor versions/, /amd64/],
  ['missing', kubectl(absent), 'trouble', /not installed/, /install -m 0755 kubectl/],
  ['KUBECTL_PATH leads nowhere', kubectl(absent, '/nowhere/kubectl'), 'trouble', /KUBECTL_PATH/, /unset/],
  ['hangs', kubectl(says('', 124, 'did not end')), 'trouble', /does not tell/, /--client/],
]);

check('Node.js', [
  ['known', judgeNode('24.21.0'), 'ok', /v24/],
  ['the oldest', judgeNode('22.19.0'), 'ok', /v22/],
  ['older', judgeNode('22.18.9'), 'warning', /older/, /npm ci/],
]);

check('ports', [
  ['work', judgeLoopback({ port: 4711 }), 'ok', /can be opened/],
  ['loopback is down', judgeLoopback({ error: 'EADDRNOTAVAIL' }), 'trouble', /is down/, /ip link/],
  ['forbidden', judgeLoopback({ error: 'EPERM' }), 'trouble', /may not listen/, /firewall/],
  ['not reached', judgeLoopback({ error: 'ECONNREFUSED' }), 'trouble', /could not be reached/, /firewall/],
]);

check('memory and disk', [
  ['enough', judgeMemory(4 * GIB), 'ok', /4\.0 GiB/],
  ['little', judgeMemory(700 * MIB), 'warning', /700 MiB/, /^ps/],
  ['too little', judgeMemory(100 * MIB), 'trouble', /400 MiB/, /^ps/],
  ['room', judgeDisk({ folder: '/s', free: 10 * GIB }), 'ok', /10\.0 GiB/],
  ['a full disk', judgeDisk({ folder: '/s', free: 0 }), 'trouble', /0 MiB/, /XDG_STATE_HOME/],
  ['little room', judgeDisk({ folder: '/s', free: 100 * MIB }), 'warning', /100 MiB/, /^df/],
  ['nobody knows', judgeDisk({ folder: '/s' }), 'warning', /cannot be told/, /^df/],
  ['room for images', judgeEngineDisk(images(20 * GIB)), 'ok', /docker keeps images/],
  ['little for images', judgeEngineDisk(images(3 * GIB)), 'warning', /evict/, /system prune/],
  ['too little for images', judgeEngineDisk(images(GIB)), 'trouble', /need 2 GiB/, /system prune/],
]);

check('the node image', [
  [
    'here',
    judgeImages({ image: 'kindest/node:v1', bytes: GIB, answers: true, tool: 'docker' }),
    'ok',
    /is here \(1\.0 GiB\)/,
  ],
  [
    'not here',
    judgeImages({ image: 'kindest/node:v1', answers: true, tool: 'podman' }),
    'warning',
    /not on this machine/,
    /^podman pull kindest\/node:v1/,
  ],
  ['not known', judgeImages({ answers: true, tool: 'docker' }), 'warning', /cannot be told/, /--preload/],
]);

const proxies = (env: Record<string, string>, engineProxy?: string, system: System = 'linux') =>
  judgeProxies({ env, answers: true, system, ...(engineProxy === undefined ? {} : { engineProxy }) });
const PROXY = 'http://proxy.example.com:3128';
check('proxies', [
  ['none', proxies({}), 'ok', /none/],
  ["only the engine's", proxies({}, PROXY), 'ok', /pulls through http:\/\/proxy/],
  [
    'all is said',
    proxies({ HTTPS_PROXY: PROXY, NO_PROXY: 'localhost,127.0.0.1' }, PROXY),
    'ok',
    /leaves out/,
  ],
  ['a network', proxies({ http_proxy: PROXY, no_proxy: '127.0.0.0/8' }, PROXY), 'ok', /^http_proxy/],
  [
    'loopback is not left out',
    proxies({ HTTP_PROXY: PROXY }),
    'warning',
    /does not leave out/,
    /export NO_PROXY=/,
  ],
  [
    'only its name is',
    proxies({ HTTP_PROXY: PROXY, NO_PROXY: 'localhost' }),
    'warning',
    /does not leave out/,
    /export NO_PROXY=/,
  ],
  [
    'on this machine',
    proxies({ HTTPS_PROXY: 'http://127.0.0.1:8080', NO_PROXY: '*' }, PROXY),
    'warning',
    /the node itself/,
    /export HTTPS_PROXY/,
  ],
  [
    'the engine does not know it',
    proxies({ HTTPS_PROXY: PROXY, NO_PROXY: '127.0.0.1' }),
    'warning',
    /does not know it/,
    /docker\.service\.d/,
  ],
  [
    'nor does Docker Desktop',
    proxies({ HTTPS_PROXY: PROXY, NO_PROXY: '127.0.0.1' }, undefined, 'mac'),
    'warning',
    /does not know/,
    /Settings/,
  ],
]);

test("a proxy's password is not shown", () => {
  const { found } = proxies({ HTTPS_PROXY: 'http://me:secret@proxy:1' }, 'http://me:secret@proxy:1');
  assert.doesNotMatch(found, /secret/);
});

const KUBECONFIG: KubeconfigFacts = {
  files: [{ path: '/h/.kube/config', access: 'writable' }],
  write: '/h/.kube/config',
  folder: { path: '/h/.kube', access: 'writable' },
  locked: false,
};
const file = (change: Partial<KubeconfigFacts['files'][number]>) =>
  judgeKubeconfig({ ...KUBECONFIG, files: [{ path: '/h/.kube/config', access: 'writable', ...change }] });
check('kubeconfig', [
  ['there', judgeKubeconfig(KUBECONFIG), 'ok', /can be read and changed/],
  ['not yet', file({ access: 'absent' }), 'ok', /can be made/],
  ["root's", file({ access: 'unreadable' }), 'trouble', /cannot be read by you/, /chown/],
  ['read-only', file({ access: 'read-only' }), 'trouble', /cannot be written/, /chown/],
  ['a folder', file({ access: 'folder' }), 'trouble', /is a folder/, /KUBECONFIG/],
  [
    'broken',
    file({ malformed: 'the kubeconfig /h/.kube/config is not YAML' }),
    'trouble',
    /not YAML/,
    /config view/,
  ],
  [
    "a folder of root's",
    judgeKubeconfig({ ...KUBECONFIG, folder: { path: '/h', access: 'read-only' } }),
    'trouble',
    /not yours/,
    /chown/,
  ],
  ['locked', judgeKubeconfig({ ...KUBECONFIG, locked: true }), 'warning', /is locked/, /rm .*\.lock/],
]);

check('the state folder', [
  ['there', judgeState({ folder: '/s/m', nearest: '/s/m', access: 'writable' }), 'ok', /can be written/],
  ['not yet', judgeState({ folder: '/s/m', nearest: '/s', access: 'writable' }), 'ok', /can be made/],
  [
    "root's",
    judgeState({ folder: '/s/m', nearest: '/s', access: 'read-only' }),
    'trouble',
    /not yours/,
    /XDG_STATE_HOME/,
  ],
  [
    'in a file',
    judgeState({ folder: '/s/m', nearest: '/s', access: 'file' }),
    'trouble',
    /is a file/,
    /XDG_STATE_HOME/,
  ],
]);

const terminal = (columns: number, rows: number, env: Record<string, string>, system: System = 'linux') =>
  judgeTerminal({ screen: { terminal: true, columns, rows }, env, system });
check('the terminal', [
  ['usual', terminal(80, 24, { LANG: 'en_US.UTF-8' }), 'ok', /80×24, UTF-8, colours/],
  ['without colours', terminal(80, 24, { LC_CTYPE: 'C.utf8', NO_COLOR: '1' }), 'ok', /no colours/],
  ['the smallest', terminal(60, 15, { LANG: 'de_DE.UTF-8' }), 'ok', /60×15/],
  ['tiny', terminal(59, 24, { LANG: 'C.UTF-8' }), 'warning', /needs 60×15/, /workshop run/],
  ['flat', terminal(80, 14, { LANG: 'C.UTF-8' }), 'warning', /needs 60×15/, /workshop run/],
  ['dumb', terminal(80, 24, { TERM: 'dumb' }), 'warning', /dumb/, /TERM=/],
  ['no locale', terminal(80, 24, {}), 'warning', /UTF-8/, /LC_ALL=C\.UTF-8/],
  ['LC_ALL wins', terminal(80, 24, { LC_ALL: 'POSIX', LANG: 'en_US.UTF-8' }), 'warning', /UTF-8/, /--ascii/],
  ['no locale on a Mac', terminal(80, 24, {}, 'mac'), 'ok', /UTF-8/],
  ['a pipe', judgeTerminal({ screen: { terminal: false }, env: {}, system: 'linux' }), 'ok', /no terminal/],
]);

const plugin = (told: Told) => judgePlugin({ told, install: '/clone/scripts/install.sh' });
const LISTED = 'The following compatible plugins are available:\n\n';
check('the plugin', [
  ['found', plugin(says(`${LISTED}/h/.local/bin/kubectl-minisched\n`)), 'ok', /is \/h\/\.local\/bin/],
  [
    'others only',
    plugin(says(`${LISTED}/bin/kubectl-minisched-old\n/bin/kubectl-x\n`)),
    'warning',
    /not on PATH/,
    /install\.sh/,
  ],
  [
    'none at all',
    plugin(says('', 1, 'error: unable to find any kubectl plugins in your PATH')),
    'warning',
    /not on PATH/,
    /install\.sh/,
  ],
  [
    'two',
    plugin(
      says(
        `${LISTED}/a/kubectl-minisched\n/b/kubectl-minisched\n  - warning: /b/kubectl-minisched is overshadowed\n`,
        1,
      ),
    ),
    'warning',
    /\/a\/kubectl-minisched is taken/,
    /rm \/b/,
  ],
  [
    'not executable',
    plugin(
      says(
        `${LISTED}/a/kubectl-minisched\n`,
        1,
        '  - warning: /a/kubectl-minisched identified as a kubectl plugin, but it is not executable\n',
      ),
    ),
    'warning',
    /may not be run/,
    /chmod/,
  ],
]);

const toolchain = (lang: ToolchainFacts['lang'], told: Told, venv?: Told) =>
  judgeToolchain({
    lang,
    told,
    system: 'linux',
    arch: 'x64',
    ...(venv ? { venv } : {}),
  });
check("one's own language", [
  ['Go', toolchain('go', says('go version go1.26.8 linux/amd64')), 'ok', /Go 1\.26\.8/],
  [
    'Go that fetches a newer one',
    toolchain('go', says('go version go1.22.0 linux/amd64')),
    'warning',
    /fetch/,
    /GOTOOLCHAIN/,
  ],
  ['old Go', toolchain('go', says('go version go1.19 linux/amd64')), 'trouble', /older/, /go\.dev/],
  ['no Go', toolchain('go', absent), 'trouble', /not installed/, /go\.dev/],
  ['Python', toolchain('python', says('Python 3.12.1'), says('')), 'ok', /Python 3\.12/],
  [
    'Python as Debian has it',
    toolchain('python', says('Python 3.12.1'), says('', 1, 'ModuleNotFoundError')),
    'trouble',
    /cannot make/,
    /python3-venv/,
  ],
  [
    'Python 2 says it on stderr',
    toolchain('python', says('', 0, 'Python 2.7.18'), absent),
    'trouble',
    /older/,
    /apt-get/,
  ],
  ['npm', toolchain('ts', says('11.0.0')), 'ok', /npm 11/],
  ['no npm', toolchain('ts', absent), 'trouble', /not installed/, /npm/],
]);

test('where there is nothing to look at, nothing is said', () => {
  assert.equal(judgeInotify({}), undefined);
  assert.equal(plugin(absent), undefined);
  assert.equal(judgeDockerResources(on(silent(''))), undefined);
  assert.equal(judgeCgroups(on(silent(''))), undefined);
  assert.equal(judgeImages({ answers: false, tool: 'docker' }), undefined);
});

/** Each situation is judged as it should be; what is not ok says what to type, in lines; every sentence is one line without a stop. */
function check(what: string, situations: readonly Situation[]): void {
  for (const [name, seen, wantedLevel, wantedFound, wantedFix] of situations) {
    test(`${what}: ${name}`, () => {
      assert.ok(seen);
      const { level, found, fix = [] } = seen;
      assert.equal(level, wantedLevel, found);
      assert.match(found, wantedFound);
      assert.match(found, /^[^\n]*[^\n.]$/);
      assert.equal(fix.length > 0, level !== 'ok', 'what is not ok has a fix');
      for (const line of fix) assert.match(line, /^\S[^\n]*$/);
      if (wantedFix) assert.match(fix.join('\n'), wantedFix);
    });
  }
}

function withoutCgroup(): EngineInfo {
  const { cgroup: _, ...others } = INFO;
  return others;
}

function images(free: number) {
  return { tool: 'docker', folder: '/var/lib/docker', free };
}
