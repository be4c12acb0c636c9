import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { kindCreateError } from '../../src/clusters/kind-create-error.ts';

// as printed by kind 0.33 with docker 20 and 28, and by docker's other drivers
const rows: { what: string; stderr: string; message: RegExp; next: RegExp }[] = [
  {
    what: 'an image that is not there and cannot be pulled',
    stderr: `ERROR: failed to create cluster: failed to pull image "x/node:v1": command "docker pull x/node:v1" failed with error: exit status 1

Command Output: Error response from daemon: Get "https://x/v2/": dial tcp: lookup x: no such host`,
    message: /: the node image x\/node:v1 is not on this machine and could not be pulled$/,
    next: /--image or MINISCHED_NODE_IMAGE/,
  },
  {
    what: 'a port that another program has',
    stderr: `ERROR: failed to create cluster: command "docker run --name x" failed with error: exit status 125

Command Output: b0c0
docker: Error response from daemon: driver failed programming external connectivity: Error starting userland proxy: listen tcp4 127.0.0.1:45871: bind: address already in use

Run 'docker run --help' for more information`,
    message: /: the port 127\.0\.0\.1:45871 that a node needs is taken$/,
    next: /end the program/,
  },
  {
    what: 'a port that another container has',
    stderr: 'docker: Error response from daemon: Bind for 127.0.0.1:45871 failed: port is already allocated.',
    message: /: the port 127\.0\.0\.1:45871 that a node needs is taken$/,
    next: /end the program/,
  },
  {
    what: 'no free port at all',
    stderr: 'ERROR: failed to create cluster: failed to get port for API server: listen tcp: no port',
    message: /a port that a node needs is taken, or no port is free$/,
    next: /end the program/,
  },
  {
    what: 'a full disk',
    stderr: 'ERROR: failed to create cluster: mkdir /var/lib/docker/x: no space left on device',
    message: /the disk of the container engine is full$/,
    next: /free some space/,
  },
  {
    what: 'too few inotify watches',
    stderr:
      'ERROR: failed to create cluster: could not find a log line: Failed to create inotify object: Too many open files',
    message: /too few inotify watches/,
    next: /sysctl/,
  },
  {
    what: 'an engine that went away in between',
    stderr:
      'ERROR: failed to create cluster: failed to get docker info\nCannot connect to the Docker daemon at unix:///x. Is the docker daemon running?',
    message: /^the Docker engine is not running$/,
    next: /start Docker/,
  },
  {
    what: 'anything else, in kind’s own words',
    stderr: 'Creating\nERROR: failed to create cluster: the moon is full\n\nStack Trace:\n main()',
    message: /^kind could not create the cluster w: the moon is full$/,
    next: /kind create cluster --name w --retain/,
  },
];

describe('a failed kind create', () => {
  for (const { what, stderr, message, next } of rows) {
    it(`tells of ${what} in one sentence with a next step`, () => {
      const line = 'kind create cluster --name w';
      const result = { line, exitCode: 1, stdout: '', stderr, startedAt: '', milliseconds: 0 };
      const error = kindCreateError('w', 'docker', result);
      assert.match(error.message, message);
      assert.match(error.next ?? '', next);
      assert.doesNotMatch(error.message + (error.next ?? ''), /\n/);
    });
  }
});
