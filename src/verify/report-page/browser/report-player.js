// Plays the recorded terminal that stands in the page, and makes the way through it short for keyboards. Without this program the pictures and the text stand there.
'use strict';

/** What does not scroll is no stop on a keyboard's way. */
function onlyWhatScrolls() {
  for (const region of document.querySelectorAll('.scroll')) {
    if (region.scrollWidth > region.clientWidth) region.setAttribute('tabindex', '0');
    else region.removeAttribute('tabindex');
  }
}

(() => {
  /**
   * @typedef {{ idle_time_limit: number, timestamp: number }} Header of a recording
   * @typedef {[time: number, code: string, data: string]} Recorded what happened, and when: seconds
   */

  /**
   * The element of this id, which the page has.
   * @template {Element} T
   * @param {string} id
   * @param {new () => T} kind
   * @returns {T}
   */
  function element(id, kind) {
    const found = document.getElementById(id);
    if (!(found instanceof kind)) throw new Error(`the page has no ${id}`);
    return found;
  }

  /**
   * @param {string} text
   * @returns {[Header, ...Recorded[]]}
   */
  function read(text) {
    return JSON.parse(text);
  }

  onlyWhatScrolls();
  addEventListener('resize', onlyWhatScrolls);
  document.addEventListener('toggle', onlyWhatScrolls, true);

  const data = document.getElementById('recording');
  if (data === null) return;
  const [header, ...recorded] = read(data.textContent ?? '');
  const player = element('player', HTMLElement);
  const screen = element('screen', HTMLElement);
  const play = element('play', HTMLButtonElement);
  const seek = element('seek', HTMLInputElement);
  const clock = element('clock', HTMLOutputElement);
  const speed = element('speed', HTMLSelectElement);
  const stills = element('stills', HTMLButtonElement);
  const marks = element('marks', HTMLElement);

  /** Seconds. */
  const SMALL_STEP = 5;
  /** What begins a style. */
  const STYLE = `${String.fromCharCode(27)}[`;

  /** Seconds at which each event is played: silences are no longer than the header says. */
  let last = 0;
  let at = 0;
  const timed = recorded.map(([time, code, text]) => {
    at += Math.min(time - last, header.idle_time_limit);
    last = time;
    return { at, time, code, text };
  });
  const end = at;
  const outputs = timed.filter(({ code }) => code === 'o');
  const blocks = outputs.map(({ text }) => blockOf(text));
  screen.replaceChildren(...blocks);
  const chapters = timed
    .filter(({ code }) => code === 'm')
    .map(({ at, text }) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = text;
      button.addEventListener('click', () => goTo(at));
      return { at, text, button };
    });
  marks.replaceChildren(...chapters.map(({ button }) => button));

  let position = 0;
  let isPlaying = false;
  /** When it was looked at last, in milliseconds of the page's clock. */
  let looked = 0;

  seek.max = String(end);
  play.addEventListener('click', () => (isPlaying ? pause() : start()));
  seek.addEventListener('input', () => goTo(Number(seek.value)));
  stills.addEventListener('click', () => {
    const shows = document.documentElement.classList.toggle('plays');
    stills.textContent = shows ? 'Show as pictures' : 'Hide the pictures';
    onlyWhatScrolls();
  });
  player.addEventListener('keydown', onKey);
  player.hidden = false;
  document.documentElement.classList.add('plays');
  show();

  function start() {
    if (position >= end) position = 0;
    isPlaying = true;
    looked = performance.now();
    show();
    requestAnimationFrame(tick);
  }

  function pause() {
    isPlaying = false;
    show();
  }

  /** @param {number} now */
  function tick(now) {
    if (!isPlaying) return;
    position = Math.min(end, position + (Math.max(0, now - looked) / 1000) * Number(speed.value));
    looked = Math.max(looked, now);
    if (position >= end) return pause();
    show();
    requestAnimationFrame(tick);
  }

  /** @param {number} to in seconds */
  function goTo(to) {
    position = Math.min(end, Math.max(0, to));
    looked = performance.now();
    show();
  }

  /** Everything that has happened by now is seen, and the end of it. */
  function show() {
    // a moment that a slider names with one digit has come
    const now = position + 0.05;
    blocks.forEach((block, index) => {
      block.hidden = (outputs[index]?.at ?? 0) > now;
    });
    screen.scrollTop = screen.scrollHeight;
    play.textContent = isPlaying ? '❚❚ Pause' : '▶ Play';
    seek.value = String(position);
    const current = chapters.findLast(({ at }) => at <= now);
    for (const { button, at } of chapters) {
      if (at === current?.at) button.setAttribute('aria-current', 'step');
      else button.removeAttribute('aria-current');
    }
    const happened = timed.findLast(({ at }) => at <= now)?.time ?? 0;
    const time = new Date(Math.round((header.timestamp + happened) * 1000)).toISOString().slice(11, 19);
    clock.textContent = `${time} UTC`;
    seek.setAttribute(
      'aria-valuetext',
      `${Math.round(position)} of ${Math.round(end)} seconds, ${time} UTC${current ? `, ${current.text}` : ''}`,
    );
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // a button and a slider have keys of their own
    const isOwn = event.target instanceof Element && event.target.matches('button, input, select');
    if (isOwn && !['[', ']', '+', '-'].includes(event.key)) return;
    const action = actionFor(event.key);
    if (!action) return;
    event.preventDefault();
    action();
  }

  /**
   * @param {string} key
   * @returns {(() => void) | undefined}
   */
  function actionFor(key) {
    switch (key) {
      case ' ':
      case 'k':
        return () => (isPlaying ? pause() : start());
      case 'ArrowLeft':
        return () => goTo(position - SMALL_STEP);
      case 'ArrowRight':
        return () => goTo(position + SMALL_STEP);
      case 'Home':
        return () => goTo(0);
      case 'End':
        return () => goTo(end);
      case '[':
        return () => goTo(chapters.findLast(({ at }) => at < position - 0.5)?.at ?? 0);
      case ']':
        return () => goTo(chapters.find(({ at }) => at > position + 0.05)?.at ?? end);
      case '+':
        return () => faster(1);
      case '-':
        return () => faster(-1);
      default:
        return undefined;
    }
  }

  /** @param {number} by how many entries of the list */
  function faster(by) {
    speed.selectedIndex = Math.min(speed.options.length - 1, Math.max(0, speed.selectedIndex + by));
  }

  /**
   * What was printed at once. Of a terminal's language it knows what the recording uses: bold, dim and colours.
   * @param {string} text
   */
  function blockOf(text) {
    const block = document.createElement('div');
    const lines = text.replace(/\r\n$/, '').replaceAll('\r\n', '\n');
    const [plain = '', ...styled] = lines.split(STYLE);
    append(block, plain, '');
    for (const part of styled) {
      const length = part.indexOf('m');
      const codes = part.slice(0, length).split(';');
      append(block, part.slice(length + 1), codes.map((code) => `s${Number(code)}`).join(' '));
    }
    return block;
  }

  /**
   * @param {Element} block
   * @param {string} text
   * @param {string} style
   */
  function append(block, text, style) {
    if (text === '') return;
    const span = document.createElement('span');
    span.className = style;
    span.textContent = text;
    block.append(span);
  }
})();
