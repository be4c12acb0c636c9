/** At most twenty frames a second. */
export const FRAME_MS = 50;
/** What happens is drawn less often: nobody reads faster, it leaves the scheduler its thread, and there is always a frame to spare for a key. */
const NEWS_MS = 100;
/** Frames that were not drawn are saved for keys, so many at most. */
const SAVED = 4;
/** A frame of cost c is followed by a rest of this many c: the screen takes at most four hundredths of the time that the scheduler could use. */
const REST = 24;
/** Not even a costly screen stands still for longer. */
const LONGEST_REST_MS = 1_000;

/**
 * Says when the next frame may be drawn. Times are milliseconds of one monotonic clock. News wait for a rest after the last frame; a key
 * is answered at once while there are frames to spare, else within the twentieth of a second: a generic cell rate algorithm (ITU-T I.371)
 * with a frame as the cell.
 */
export class Pace {
  #drawnAt = -Infinity;
  /** When the next frame may be drawn at the earliest: behind the present by as much as frames were spared. */
  #due = -Infinity;
  #cost = 0;

  /** A frame was drawn from `began` to `ended`. */
  drawn(began: number, ended: number): void {
    this.#due = Math.max(this.#due, began - SAVED * FRAME_MS) + FRAME_MS;
    this.#drawnAt = ended;
    this.#cost = mean(this.#cost, ended - began);
  }

  /** From when on what has happened may be drawn: the frames that are saved are not for this. */
  forNews(): number {
    const rest = Math.min(LONGEST_REST_MS, Math.max(NEWS_MS, this.#cost * REST));
    return Math.max(this.#drawnAt + rest, this.#due + SAVED * FRAME_MS);
  }

  /** From when on a key may be answered. */
  forKey(): number {
    return this.#due;
  }
}

/** Quick to rise, since the first frames are the costliest and come when the queue is full; slow to fall. */
function mean(before: number, now: number): number {
  const weight = now > before ? 0.5 : 0.2;
  return before * (1 - weight) + now * weight;
}
