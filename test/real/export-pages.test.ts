import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { missingChromium, openChromium } from '../helpers/chromium.ts';
import { testCli } from '../helpers/cli-context.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const MINUTE = 60_000;

void describe('the exported pages in a browser', { skip: missingChromium(), timeout: 2 * MINUTE }, () => {
  const temp = tempFolder();
  let browser: Browser;
  before(async () => {
    const { code, err } = await testCli(temp.path).run('workshop', 'export', 'site', '--format', 'html');
    assert.equal(code, 0, err);
    browser = await openChromium();
  });
  after(async () => {
    await browser.close();
    temp[Symbol.dispose]();
  });
  const address = (name: string) => pathToFileURL(temp.file(`site/${name}`)).href;
  const names = () => readdirSync(temp.file('site')).filter((name) => name.endsWith('.html'));

  /** A page of a reader of their own, and what it asked for beyond the folder or complained of. */
  async function open(options: BrowserContextOptions = {}): Promise<{ page: Page; wrong: string[] }> {
    const page = await (await browser.newContext(options)).newPage();
    const wrong: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(address('')) && !request.url().startsWith('data:'))
        wrong.push(request.url());
    });
    page.on('requestfailed', (request) => wrong.push(`failed: ${request.url()}`));
    page.on('console', (message) => wrong.push(message.text()));
    page.on('pageerror', (error) => wrong.push(String(error)));
    return { page, wrong };
  }

  it('load from a folder, with nothing from elsewhere and nothing to complain of; no page is wider than a telephone', async () => {
    for (const width of [380, 1200]) {
      const { page, wrong } = await open({ viewport: { width, height: 800 } });
      assert.ok(names().length > 10);
      for (const name of names()) {
        await page.goto(address(name));
        const content = await page.evaluate<number>('document.documentElement.scrollWidth');
        const pictures = await page.evaluate<boolean>(
          '[...document.images].every(({ complete, naturalWidth }) => complete && naturalWidth > 0)',
        );
        assert.ok(content <= width, `${name} is ${content} wide`);
        assert.ok(pictures, name);
      }
      assert.deepEqual(wrong, []);
      await page.context().close();
    }
  });

  it('can be read without a script: links lead on, answers open', async () => {
    const { page, wrong } = await open({ javaScriptEnabled: false });
    await page.goto(address('index.html'));
    await page.getByRole('link', { name: '4 Run it' }).click();
    assert.match(page.url(), /04-run\.html$/);
    const answer = page.locator('details').last();
    assert.equal(await answer.locator('li').first().isVisible(), false);
    await answer.locator('summary').click();
    assert.equal(await answer.locator('li').first().isVisible(), true);
    assert.equal(await page.getByRole('button').count(), 0);
    await page.locator('a[rel=next]').click();
    assert.match(page.url(), /05-orphan\.html$/);
    assert.deepEqual(wrong, []);
    await page.context().close();
  });

  it('copy a command as it is typed, where a script may run', async () => {
    const { page } = await open({ permissions: ['clipboard-read', 'clipboard-write'] });
    await page.goto(address('05-orphan.html'));
    const command = page.locator('pre.command').first();
    const line = await command.locator('code').textContent();
    await command.getByRole('button', { name: 'Copy' }).click();
    await command.getByRole('button', { name: 'Copied' }).waitFor();
    assert.equal(await page.evaluate<string>('navigator.clipboard.readText()'), line);
    await page.context().close();
  });

  it('are dark for who wants it, light for others and on paper, and readable in each', async () => {
    for (const [scheme, media] of [
      ['light', 'screen'],
      ['dark', 'screen'],
      ['dark', 'print'],
    ] as const) {
      const { page } = await open({ colorScheme: scheme });
      await page.goto(address('06-taints.html'));
      await page.emulateMedia({ media, colorScheme: scheme });
      const colour = (selector: string, of: 'color' | 'backgroundColor') =>
        page.evaluate<string>(`getComputedStyle(document.querySelector(${JSON.stringify(selector)})).${of}`);
      const paper = await colour('html', 'backgroundColor');
      assert.equal(
        lightness(paper) > 0.5,
        scheme === 'light' || media === 'print',
        `${scheme} ${media}: ${paper}`,
      );
      // WCAG 2.1, level AA
      for (const selector of ['html', 'a', 'code', '.minutes', 'pre.command code']) {
        const ink = await colour(selector, 'color');
        assert.ok(contrast(ink, paper) >= 4.5, `${selector}, ${scheme} ${media}: ${ink} on ${paper}`);
      }
      if (media === 'print')
        assert.equal(await page.locator('details li').first().isVisible(), true, 'answers are on paper');
      await page.context().close();
    }
  });
});

/** Relative luminance of WCAG 2.1, of `rgb(…)`. */
function lightness(color: string): number {
  const [red = 0, green = 0, blue = 0] = (color.match(/\d+/g) ?? []).map((part) => {
    const share = Number(part) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [lightness(one), lightness(other)].toSorted((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}
