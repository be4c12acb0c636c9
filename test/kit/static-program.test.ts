import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';

import { whyNotPortable } from '../../src/kit/static-program.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

/** An ELF file with program headers of these types. */
function elf(...types: readonly number[]): Buffer {
  const head = Buffer.alloc(64 + types.length * 56);
  head.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  head.writeBigUInt64LE(64n, 0x20);
  head.writeUInt16LE(56, 0x36);
  head.writeUInt16LE(types.length, 0x38);
  for (const [at, type] of types.entries()) head.writeUInt32LE(type, 64 + at * 56);
  return head;
}

const LOAD = 1;
const INTERP = 3;

test('a program that runs alone can be carried; one that needs libraries, and a script, cannot', () => {
  using folder = tempFolder();
  const of = (content: Buffer | string): string | undefined => {
    writeFileSync(folder.file('program'), content);
    return whyNotPortable(folder.file('program'));
  };
  assert.equal(of(elf(LOAD, LOAD)), undefined);
  assert.equal(of(Buffer.from('cffaedfe0c000001', 'hex')), undefined);
  assert.equal(of('MZ and more of it'), undefined);
  assert.match(of(elf(LOAD, INTERP, LOAD)) ?? '', /libraries/);
  assert.match(of('#!/bin/sh\n') ?? '', /script/);
  assert.match(of('') ?? '', /script/);
});

test('the Node.js that runs this needs libraries of Linux', { skip: process.platform !== 'linux' }, () => {
  assert.match(whyNotPortable(process.execPath) ?? '', /libraries/);
});
