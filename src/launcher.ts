#!/usr/bin/env node
// What the package's `bin` starts. It must parse on any Node since 14, because it is here that an older one is told
// what it lacks; everything else is behind the dynamic import.
const NEEDED = [22, 19] as const;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1])) {
  process.stderr.write(
    `error: kubectl minisched needs Node.js ${NEEDED.join('.')} or newer; this is ${process.version} (${process.execPath})\n` +
      'next: install a newer Node.js, or run scripts/install.sh in a clone: it uses the Node.js that npm ci brings along\n',
  );
  process.exitCode = 3;
} else {
  start().catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 3;
  });
}

async function start(): Promise<void> {
  const { enableCompileCache } = await import('node:module');
  enableCompileCache();
  const { main } = await import('./main.ts');
  await main();
}
