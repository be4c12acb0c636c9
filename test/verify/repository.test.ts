import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { publicAddress } from '../../src/verify/repository.ts';

const rows: readonly (readonly [string, string | undefined])[] = [
  ['https://example.org/me/code.git\n', 'https://example.org/me/code.git'],
  ['https://me:secret@example.org/me/code', 'https://example.org/me/code'],
  ['https://ghp_token@example.org/me/code', 'https://example.org/me/code'],
  ['https://example.org:8443/me/code?token=secret#x', 'https://example.org:8443/me/code'],
  ['ssh://git:secret@example.org:22/me/code', 'ssh://git@example.org:22/me/code'],
  ['git@example.org:me/code.git', 'git@example.org:me/code.git'],
  ['me:secret@example.org:me/code.git', 'example.org:me/code.git'],
  ['example.org/me/code', 'example.org/me/code'],
  ['example.org/me/code?token=secret', 'example.org/me/code'],
  ['/home/me/code', undefined],
  ['../code', undefined],
  ['C:\\code', undefined],
  ['C:/code', undefined],
  ['file:///home/me/code', undefined],
  ['', undefined],
];

describe('publicAddress', () => {
  for (const [given, kept] of rows) {
    test(`"${given.trim()}" is handed in as ${kept ?? 'nothing'}`, () => {
      assert.equal(publicAddress(given), kept);
    });
  }
});
