import { type Html, html, jsonInScript } from '../../lib/html.ts';
import type { Cast } from './cast.ts';
import { section } from './parts.ts';
import type { BundleRecord } from './record.ts';
import { terminalPicture, terminalText } from './terminal-picture.ts';
import type { Scene } from './transcript.ts';

/** The recorded terminal: a player for who has JavaScript, pictures and text for everybody, and on paper. */
export function terminalSection({ scenes, leftOut, cast }: BundleRecord): Html {
  const drawn = html`<p>
    Drawn from the journal and the scheduler's log, at the times that they have, not filmed.
    <code>recording.cast</code> beside this page is the same for
    <code>asciinema play</code
    >.${leftOut > 0 && ` The first ${leftOut} plays have no room here; they stand in journal.jsonl.`}
  </p>`;
  return section(
    'terminal',
    'The terminal',
    cast
      ? html`${drawn} ${player(cast)}
          <div class="stills">${scenes.map((scene) => still(scene))}</div>`
      : html`<p class="missing">Nothing was played on this cluster that could be recorded.</p>`,
  );
}

/** Hidden until the program finds it: without one it would be dead. */
function player(cast: Cast): Html {
  return html`<div class="player" id="player" hidden>
    <div class="screen" id="screen" role="region" aria-label="Recorded terminal" tabindex="0"></div>
    <div class="controls" role="group" aria-label="Player">
      <button type="button" id="play" aria-keyshortcuts="Space">▶ Play</button>
      <input
        type="range"
        id="seek"
        min="0"
        max="0"
        step="0.1"
        value="0"
        aria-label="Position in the recording"
      />
      <output id="clock" for="seek" aria-live="off"></output>
      <label for="speed"
        >speed
        <select id="speed">
          <option value="0.5">½×</option>
          <option value="1" selected>1×</option>
          <option value="2">2×</option>
          <option value="5">5×</option>
        </select></label
      >
      <button type="button" id="stills">Show as pictures</button>
    </div>
    <div class="marks" id="marks" role="group" aria-label="Jump to a step"></div>
    <p class="small">
      Keys while the terminal has the focus: <kbd>space</kbd> play or pause, <kbd>←</kbd> <kbd>→</kbd> five
      seconds, <kbd>home</kbd> <kbd>end</kbd>, <kbd>[</kbd> <kbd>]</kbd> step back or on, <kbd>−</kbd>
      <kbd>+</kbd> speed. Silences are shortened to ${cast.header.idle_time_limit} s; the clock tells the true
      time.
    </p>
    <script type="application/json" id="recording">
      ${jsonInScript([cast.header, ...cast.events])}
    </script>
  </div>`;
}

function still(scene: Scene): Html {
  return html`<figure class="still">
    <figcaption>${scene.title}</figcaption>
    <div class="scroll" role="region" aria-label="Picture of ${scene.title}" tabindex="0">
      ${terminalPicture(scene)}
    </div>
    <details>
      <summary>As text</summary>
      <pre>${terminalText(scene)}</pre>
    </details>
  </figure> `;
}
