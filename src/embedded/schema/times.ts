import { goQuote } from '../api/go-quote.ts';

/** Go's `time.RFC3339`, which `metav1.Time` reads and writes. */
const SECONDS = '2006-01-02T15:04:05Z07:00';
/** `metav1.RFC3339Micro`, which `metav1.MicroTime` reads and writes. */
const MICROS = '2006-01-02T15:04:05.000000Z07:00';

/** A text that is no time, in the words of Go's `time.Parse`. */
export class TimeError extends Error {
  override readonly name = 'TimeError';
}

/** `metav1.Time`: the same moment as Go writes it, in UTC and whole seconds; null for Go's zero time. Throws `TimeError`. */
export function canonicalTime(text: string): string | null {
  if (isCanonical(text, 20)) return text;
  const { seconds } = parseTime(text, SECONDS);
  return seconds === ZERO_TIME ? null : written(seconds, '');
}

/** `metav1.MicroTime`: the same with exactly six digits behind the point, which a text must have. */
export function canonicalMicroTime(text: string): string | null {
  if (isCanonical(text, 27)) return text;
  const { seconds, fraction } = parseTime(text, MICROS);
  const micros = fraction.slice(0, 6).padEnd(6, '0');
  return seconds === ZERO_TIME && Number(micros) === 0 ? null : written(seconds, `.${micros}`);
}

/** Seconds since the epoch of 0001-01-01T00:00:00Z. */
const ZERO_TIME = -62_135_596_800;
const PLAIN = /^\d{4}-(?:0[1-9]|1[0-2])-(?:[01]\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{6})?Z$/;

/** What nearly all texts are: nothing to do. Days that only some months have go the long way, and so does the zero time. */
function isCanonical(text: string, length: number): boolean {
  return text.length === length && PLAIN.test(text) && !text.startsWith('0001-01-01') && !/-00T/.test(text);
}

interface Moment {
  readonly seconds: number;
  /** Digits behind the point. */
  readonly fraction: string;
}

/** The parts of the layouts, as Go goes through them: what separates, what is read, how it is named. */
const STEPS = [
  { before: '', element: '2006', digits: /^\d{4}/, name: '', max: 9999 },
  { before: '-', element: '01', digits: /^\d\d/, name: 'month', min: 1, max: 12 },
  { before: '-', element: '02', digits: /^\d\d/, name: '', max: 99 },
  { before: 'T', element: '15', digits: /^\d\d?/, name: 'hour', max: 23 },
  { before: ':', element: '04', digits: /^\d\d/, name: 'minute', max: 59 },
  { before: ':', element: '05', digits: /^\d\d/, name: 'second', max: 59 },
] as const;

function parseTime(text: string, layout: string): Moment {
  const refuse = (element: string, rest: string): never => {
    throw new TimeError(
      `parsing time ${goQuote(text)} as ${goQuote(layout)}: cannot parse ${goQuote(rest)} as ${goQuote(element)}`,
    );
  };
  const outOfRange = (what: string): never => {
    throw new TimeError(`parsing time ${goQuote(text)}: ${what} out of range`);
  };
  let rest = text;
  const numbers = STEPS.map(({ before, element, digits, name, max, ...step }) => {
    if (!rest.startsWith(before)) refuse(before, rest);
    rest = rest.slice(before.length);
    const found = digits.exec(rest)?.[0] ?? refuse(element, rest);
    rest = rest.slice(found.length);
    const number = Number(found);
    if (number > max || number < ('min' in step ? step.min : 0)) outOfRange(name);
    return number;
  });
  const fraction =
    (layout === MICROS ? /^[.,]\d{6}/ : /^[.,]\d+/).exec(rest)?.[0] ??
    (layout === MICROS ? refuse('.000000', rest) : '');
  rest = rest.slice(fraction.length);
  const zone = /^(?:Z|[+-]\d\d:\d\d)/.exec(rest)?.[0] ?? refuse('Z07:00', rest);
  const offset = zone === 'Z' ? 0 : offsetOf(zone, outOfRange);
  if (rest.length > zone.length) {
    throw new TimeError(`parsing time ${goQuote(text)}: extra text: ${goQuote(rest.slice(zone.length))}`);
  }
  const date = dateOf(numbers) ?? outOfRange('day');
  return { seconds: date / 1000 - offset, fraction: fraction.slice(1) };
}

function offsetOf(zone: string, outOfRange: (what: string) => never): number {
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(4, 6))];
  if (hours > 24) outOfRange('time zone offset hour');
  if (minutes > 60) outOfRange('time zone offset minute');
  return (zone.startsWith('-') ? -60 : 60) * (hours * 60 + minutes);
}

/** Milliseconds since the epoch; undefined for a day that its month does not have. */
function dateOf([year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0]: readonly number[]):
  number | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  return date.setUTCHours(hour, minute, second);
}

function written(seconds: number, fraction: string): string {
  // years beyond 9999 cannot be read, so the text has its usual length
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}${fraction}Z`;
}
