import { PassThrough } from 'node:stream';

/** A terminal of 200×50 that nobody sees: what is written to it can be read from `stdout`. */
export function memoryTerminal() {
  const [stdin, stdout] = [terminalOf(new PassThrough()), terminalOf(new PassThrough())];
  // unread, a stream keeps all that is written
  stdout.resume();
  return { stdin, stdout };
}

function terminalOf(stream: PassThrough) {
  const self = {
    isTTY: true,
    columns: 200,
    rows: 50,
    setRawMode: () => stream,
    ref: () => stream,
    unref: () => stream,
  };
  return Object.assign(stream, self);
}
