import assert from 'node:assert/strict';
import { test } from 'node:test';

import { readEngine } from '../../src/doctor/engine-facts.ts';

const told = (value: unknown, exitCode = 0, stderr = '') => ({
  there: true as const,
  exitCode,
  stdout: typeof value === 'string' ? value : JSON.stringify(value),
  stderr,
});

const DOCKER = {
  ServerVersion: '27.3.1',
  OperatingSystem: 'Ubuntu 24.04',
  OSType: 'linux',
  Architecture: 'x86_64',
  NCPU: 4,
  MemTotal: 8_000_000_000,
  CgroupVersion: '2',
  MemoryLimit: true,
  PidsLimit: true,
  CPUShares: true,
  DockerRootDir: '/var/lib/docker',
  SecurityOptions: ['name=seccomp,profile=builtin', 'name=cgroupns'],
  HttpProxy: '',
  HttpsProxy: '',
};

test('what docker tells of itself is read, whatever else is in it', () => {
  const { info } = readEngine('docker', told({ ...DOCKER, Warnings: null }));
  assert.deepEqual(info, {
    version: '27.3.1',
    operatingSystem: 'Ubuntu 24.04',
    osType: 'linux',
    architecture: 'x86_64',
    rootless: false,
    cpus: 4,
    memoryBytes: 8_000_000_000,
    cgroup: '2',
    cannotLimit: [],
    folder: '/var/lib/docker',
  });
});

test('rootless, what cannot be limited, and a proxy are seen', () => {
  const { info } = readEngine(
    'docker',
    told({
      ...DOCKER,
      SecurityOptions: ['name=rootless'],
      PidsLimit: false,
      CPUShares: false,
      HttpProxy: 'http://p:1',
    }),
  );
  assert.deepEqual([info?.rootless, info?.cannotLimit, info?.proxy], [true, ['pids', 'cpu'], 'http://p:1']);
});

test('a client without a server is no answer, with exit code 0 (old) and 1 (new)', () => {
  const alone = { ServerErrors: ['Cannot connect to the Docker daemon'], ClientInfo: { Version: '28.2.2' } };
  for (const exitCode of [0, 1]) {
    const engine = readEngine('docker', told(alone, exitCode));
    assert.deepEqual(engine, { tool: 'docker', there: true, said: 'Cannot connect to the Docker daemon' });
  }
  // docker 28: every field is there, and empty
  const empty = { ...DOCKER, ServerVersion: '', ServerErrors: ['is the docker daemon running?'] };
  assert.equal(readEngine('docker', told(empty, 1)).info, undefined);
});

test('words instead of JSON are what was said', () => {
  const engine = readEngine('docker', told('', 1, 'permission denied while trying to connect\n'));
  assert.deepEqual([engine.info, engine.said], [undefined, 'permission denied while trying to connect']);
  assert.equal(readEngine('docker', { there: false }).there, false);
});

test("podman's own shape is read", () => {
  const { info } = readEngine(
    'podman',
    told({
      host: {
        os: 'linux',
        arch: 'arm64',
        cpus: 2,
        memTotal: 4_000_000_000,
        cgroupVersion: 'v2',
        cgroupControllers: ['memory', 'pids'],
        distribution: { distribution: 'fedora' },
        security: { rootless: true },
      },
      store: { graphRoot: '/home/me/.local/share/containers/storage' },
      version: { Version: '5.2.0' },
    }),
  );
  assert.deepEqual(
    [info?.version, info?.operatingSystem, info?.cgroup, info?.rootless, info?.cannotLimit],
    ['5.2.0', 'fedora', '2', true, ['cpu']],
  );
});
