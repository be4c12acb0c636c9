import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { REPORT, reportFiles } from '../../src/verify/report-page/report-files.ts';
import { missingChromium, openChromium } from '../helpers/chromium.ts';
import { reportParts, withEverywhere } from '../helpers/report-parts.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const SECTIONS = ['placement', 'waits', 'scores', 'checks', 'words', 'terminal', 'files'];
const FAINT_TEXTS = readFileSync(new URL('../helpers/in-page/faint-texts.js', import.meta.url), 'utf8');
const EVIL = `</script><script>globalThis.owned=1</script>"><img src="https://example.org/x" onerror="owned=1"></svg><!--`;

void describe('report.html in a real browser', { skip: missingChromium() }, () => {
  const temp = tempFolder();
  const file = (name: string, parts = reportParts()) => {
    const path = temp.file(name);
    writeFileSync(path, reportFiles(parts).get(REPORT) ?? '');
    return pathToFileURL(path).href;
  };
  const good = file('good.html');
  const hostile = file('hostile.html', withEverywhere(reportParts(), EVIL));
  let browser: Browser;
  before(async () => {
    browser = await openChromium();
  });
  after(async () => {
    await browser.close();
    temp[Symbol.dispose]();
  });

  /** Opens a page as a person does, with a clock that is moved by hand; fails when it complained, or asked for anything but itself. */
  const look = async (
    url: string,
    options: BrowserContextOptions,
    at: (page: Page) => Promise<void>,
  ): Promise<void> => {
    const context = await browser.newContext({ viewport: { width: 1100, height: 900 }, ...options });
    try {
      const page = await context.newPage();
      const said: string[] = [];
      const asked: string[] = [];
      page.on('console', (message) => said.push(message.text()));
      page.on('pageerror', (error) => said.push(error.message));
      page.on('dialog', (dialog) => said.push(dialog.message()));
      context.on('request', (request) => asked.push(request.url()));
      if (options.javaScriptEnabled !== false) {
        await page.clock.install({ time: 0 });
        await page.clock.pauseAt(1000);
      }
      await page.goto(url);
      await at(page);
      assert.deepEqual(said, [], 'the console stays empty');
      assert.deepEqual(asked, [url], 'nothing is asked for but the page');
    } finally {
      await context.close();
    }
  };

  /** What can be seen, folded parts opened. */
  const seenText = async (page: Page): Promise<string> => {
    for (const summary of await page.locator('summary').all())
      if (await summary.isVisible()) await summary.click();
    return (await page.locator('main').innerText()).replace(/\s+/g, ' ');
  };

  it('opens from a file, complains of nothing and asks for nothing', () =>
    look(good, {}, async (page) => {
      assert.match(await page.title(), /workshop-scheduler on kind-sched-workshop: passed/);
      assert.match(await page.locator('h1').innerText(), /All \d+ checks passed/);
      for (const id of SECTIONS) assert.ok(await page.locator(`#${id}`).isVisible(), id);
      const stops = await page.locator('.scroll[tabindex]').count();
      assert.ok(stops < 5, `${stops} tables stop a keyboard though they do not scroll`);
    }));

  it('runs nothing and loads nothing of what others wrote, and shows it', () =>
    look(hostile, {}, async (page) => {
      assert.equal(await page.evaluate('globalThis.owned'), undefined);
      assert.equal(await page.locator('img').count(), 0);
      assert.equal(await page.locator('script').count(), 2);
      await page.locator('#stills').click();
      const text = await seenText(page);
      assert.ok(text.includes(`Fewest pods first: one lost node costs the fewest pods.${EVIL}`));
      await page.locator('#screen').press('End');
      assert.ok((await page.locator('#screen').innerText()).includes(EVIL));
    }));

  it('shows all sections without JavaScript: pictures and text instead of the player', async () => {
    let withProgram = '';
    await look(good, {}, async (page) => {
      assert.ok(await page.locator('#player').isVisible());
      assert.equal(await page.locator('.stills').isVisible(), false);
      await page.locator('#stills').click();
      withProgram = await seenText(page);
    });
    await look(good, { javaScriptEnabled: false }, async (page) => {
      assert.equal(await page.locator('#player').isVisible(), false);
      assert.equal(
        await page.locator('.scroll:not([tabindex])').count(),
        0,
        'what may scroll can be reached',
      );
      const pictures = page.locator('svg.terminal');
      assert.ok((await pictures.count()) >= 4 && (await pictures.first().isVisible()));
      const text = await seenText(page);
      for (const words of [
        '2 · 2 · 2',
        'It stayed so for 30 s',
        'orphan created',
        '← chosen',
        'pods-spread',
        'Fewest pods first',
        'pod/pod1 created',
        'MANIFEST.sha256',
      ]) {
        assert.ok(text.includes(words), words);
        assert.ok(withProgram.includes(words), words);
      }
    });
  });

  it('is dark where dark is wanted, and every text can be read on its ground in both', async () => {
    const grounds: string[] = [];
    const pictures: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const)
      await look(good, { colorScheme }, async (page) => {
        grounds.push(await page.evaluate<string>('getComputedStyle(document.body).backgroundColor'));
        pictures.push((await page.screenshot()).toString('base64'));
        await page.locator('#stills').click();
        await page.locator('#screen').press('End');
        await canBeRead(page);
      });
    assert.notEqual(grounds[0], grounds[1]);
    assert.notEqual(pictures[0], pictures[1]);
  });

  it('has no scroll bar to the right on a telephone, whatever is in it', async () => {
    for (const url of [good, hostile])
      for (const javaScriptEnabled of [true, false])
        await look(url, { viewport: { width: 360, height: 700 }, javaScriptEnabled }, async (page) => {
          if (javaScriptEnabled) await page.locator('#stills').click();
          const more = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
          assert.equal(await page.evaluate(more), 0);
        });
  });

  it('is printed on white, pictures instead of the player, whatever the screen’s colours', () =>
    look(good, { colorScheme: 'dark' }, async (page) => {
      const pdf = await page.pdf({ format: 'A4' });
      assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
      const pages = pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0;
      assert.ok(pages >= 3 && pages <= 30, `${pages} pages`);
      await page.emulateMedia({ media: 'print' });
      const ground = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
      assert.equal(ground, 'rgb(255, 255, 255)');
      assert.equal(await page.locator('#player').isVisible(), false);
      assert.ok(await page.locator('svg.terminal').first().isVisible());
      await canBeRead(page);
    }));

  void describe('its player', () => {
    const screen = (page: Page) => page.locator('#screen').innerText();
    const clock = (page: Page) => page.locator('#clock').innerText();

    it('plays at the pace of its clock, stops when it is told to, and at the end', () =>
      look(good, {}, async (page) => {
        assert.doesNotMatch(await screen(page), /pod1 created/);
        await page.locator('#play').click();
        await page.clock.runFor(8000);
        // silences are two seconds: after eight of them the first pod is there, and the orphan is not
        assert.match(await screen(page), /pod\/pod1 created/);
        assert.doesNotMatch(await screen(page), /orphan/);
        await page.locator('#play').click();
        const before = await screen(page);
        await page.clock.runFor(20_000);
        assert.equal(await screen(page), before, 'it stands still');
        await page.locator('#play').click();
        await page.clock.runFor(200_000);
        assert.match(await screen(page), /seen: big4 Pending/);
        assert.match(await page.locator('#play').innerText(), /Play/);
        await page.locator('#play').click();
        assert.doesNotMatch(await screen(page), /orphan/, 'it begins anew');
      }));

    it('plays twice as much at double speed', () =>
      look(good, {}, async (page) => {
        const after = async (speed: string) => {
          await page.locator('#speed').selectOption(speed);
          await page.locator('#seek').fill('0');
          await page.locator('#play').click();
          await page.clock.runFor(4000);
          await page.locator('#play').click();
          return Number(await page.locator('#seek').inputValue());
        };
        const [once, twice] = [await after('1'), await after('2')];
        assert.ok(Math.abs(once - 4) < 0.2 && Math.abs(twice - 8) < 0.3, `${once} and ${twice} s`);
      }));

    it('goes where the slider says, back and on, and tells the true time', () =>
      look(good, {}, async (page) => {
        const max = (await page.locator('#seek').getAttribute('max')) ?? '';
        await page.locator('#seek').fill(max);
        assert.match(await screen(page), /seen: big4 Pending/);
        assert.equal(await clock(page), '10:02:01 UTC');
        await page.locator('#seek').fill('0');
        assert.doesNotMatch(await screen(page), /big4|orphan/);
        assert.equal(await clock(page), '10:00:01 UTC');
        await page.locator('#marks button', { hasText: 'Step 6' }).click();
        assert.match(await screen(page), /Step 6: Taints/);
        assert.equal(await page.locator('#marks [aria-current]').innerText(), 'Step 6: Taints');
        assert.match(
          (await page.locator('#seek').getAttribute('aria-valuetext')) ?? '',
          /10:01:30 UTC, Step 6: Taints/,
        );
      }));

    it('is played by keyboard alone', () =>
      look(good, {}, async (page) => {
        const isFocused = async (id: string) => (await page.locator(`#${id}:focus`).count()) === 1;
        const position = async () => Number(await page.locator('#seek').inputValue());
        await page.keyboard.press('Tab');
        await page.keyboard.press('Enter');
        assert.ok(page.url().endsWith('#main'), 'the first key skips to the evidence');
        for (let at = 0; at < 50 && !(await isFocused('screen')); at++) await page.keyboard.press('Tab');
        assert.ok(await isFocused('screen'));
        await page.keyboard.press('ArrowRight');
        assert.equal(await position(), 5);
        await page.keyboard.press('ArrowLeft');
        await page.keyboard.press('ArrowLeft');
        assert.equal(await position(), 0);
        await page.keyboard.press(']');
        assert.match(await screen(page), /Step 5: The orphan/);
        await page.keyboard.press('[');
        assert.doesNotMatch(await screen(page), /Step 5/);
        await page.keyboard.press('End');
        assert.match(await screen(page), /seen: big4 Pending/);
        await page.keyboard.press('Home');
        await page.keyboard.press('Space');
        await page.keyboard.press('+');
        await page.clock.runFor(2000);
        assert.ok(Math.abs((await position()) - 4) < 0.3, 'twice as fast');
        await page.keyboard.press('Space');
        assert.match(await page.locator('#play').innerText(), /Play/);
        await page.keyboard.press('Tab');
        assert.ok(await isFocused('play'));
        await page.keyboard.press('Space');
        assert.match(
          await page.locator('#play').innerText(),
          /Pause/,
          'a button has its own key, and presses it once',
        );
        await page.keyboard.press('Space');
        await page.keyboard.press('Tab');
        assert.ok(await isFocused('seek'));
        await page.keyboard.press('Home');
        await page.keyboard.press('ArrowRight');
        assert.equal(await position(), 0.1, 'a slider, too');
      }));
  });
});

/** Every text that is seen has the contrast that WCAG 2 asks for. */
async function canBeRead(page: Page): Promise<void> {
  const { faint, looked } = await page.evaluate<{ faint: string[]; looked: number }>(FAINT_TEXTS);
  assert.ok(looked > 200, `${looked} texts were looked at`);
  assert.deepEqual(faint, []);
}
