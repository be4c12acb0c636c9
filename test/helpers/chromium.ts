import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where distributions put it; CHROMIUM_PATH names another one. */
const PLACES = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** False when a browser is there; else the reason to skip, which is printed loudly as well. */
export function missingChromium(): string | false {
  if (found() !== undefined) return false;
  const reason = 'no Chromium: install it, or set CHROMIUM_PATH';
  process.stderr.write(`SKIPPED: ${reason}\n`);
  return reason;
}

/** A browser that asks nobody for anything by itself. Close it. */
export function openChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: found() ?? 'chromium', args: FLAGS });
}

function found(): string | undefined {
  return PLACES.find((path) => path !== undefined && path !== '' && existsSync(path));
}
