import { closeSync, openSync, readSync } from 'node:fs';

/**
 * Why a program may not run on another machine of the same kind; undefined when nothing speaks against it: an ELF file that asks for no
 * interpreter (so it is linked statically), or one of macOS or Windows, where what they are linked with is the system's.
 */
export function whyNotPortable(file: string): string | undefined {
  const head = Buffer.alloc(4096);
  const fd = openSync(file, 'r');
  try {
    readSync(fd, head, 0, head.length, 0);
  } finally {
    closeSync(fd);
  }
  if (head.subarray(0, 4).equals(ELF))
    return asksForInterpreter(head) ? 'it needs libraries of this machine' : undefined;
  const magic = head.readUInt32BE(0);
  if (MACHO.has(magic) || head.subarray(0, 2).toString('latin1') === 'MZ') return undefined;
  return 'it is a script';
}

const ELF = Buffer.from([0x7f, 0x45, 0x4c, 0x46]);
/** Both byte orders of 64 bits, and the universal one. */
const MACHO: ReadonlySet<number> = new Set([0xcf_fa_ed_fe, 0xfe_ed_fa_cf, 0xca_fe_ba_be]);
const PT_INTERP = 3;

/** Of 64-bit little-endian files, which is what kind's and kubectl's platforms have: https://refspecs.linuxfoundation.org/elf/gabi4+/ch5.pheader.html */
function asksForInterpreter(head: Buffer): boolean {
  const [offset, size, count] = [
    Number(head.readBigUInt64LE(0x20)),
    head.readUInt16LE(0x36),
    head.readUInt16LE(0x38),
  ];
  return Array.from({ length: count }, (_, at) => offset + at * size)
    .filter((at) => at + 4 <= head.length)
    .some((at) => head.readUInt32LE(at) === PT_INTERP);
}
