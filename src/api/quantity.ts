/** How an amount was written, and so how it is written back. */
export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent';

/**
 * An exact amount, `mantissa` × 10^`scale` (apimachinery/pkg/api/resource/quantity.go). `text` is its canonical form: what Go writes back.
 */
export interface Quantity {
  readonly mantissa: bigint;
  readonly scale: number;
  readonly format: QuantityFormat;
  readonly text: string;
}

/** What `ParseQuantity` says of a text that is no quantity. */
export type QuantityError =
  | "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
  | 'unable to parse numeric part of quantity'
  | "unable to parse quantity's suffix";

type Amount = Omit<Quantity, 'text'>;

const DECIMAL: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'] as const;
const DECIMAL_BY_EXPONENT = new Map(Object.entries(DECIMAL).map(([suffix, exponent]) => [exponent, suffix]));

/** Go's scanner: sign, digits, a fraction, a suffix of these letters with an exponent. Every part may be empty. Linear in time. */
const PARTS = /^([+-]?)(\d*)(?:\.(\d*))?((?:[eEinumkKMGTP]+[-+]?\d*|[-+]\d*)?)$/;
/** Texts that are canonical already: nearly all that a cluster sees. */
const PLAIN = /^(?:0|[1-9]\d{0,14})$/;
const NANO = -9;
const MAX_INT64 = 2n ** 63n - 1n;
const NUMERIC = /^[+-]?(?:\d+\.?\d*|\.\d+)$/;

/** Undefined when `text` is no quantity. White space is not trimmed (JSON decoding does that). */
export function parseQuantity(text: string): Quantity | undefined {
  const read = readQuantity(text);
  return typeof read === 'string' ? undefined : read;
}

/** Why `text` is no quantity, in Go's words; undefined when it is one. */
export function quantityError(text: string): QuantityError | undefined {
  const read = readQuantity(text);
  return typeof read === 'string' ? read : undefined;
}

/** `0.5` → `500m`, `1024Mi` → `1Gi`, `1000` → `1k`; undefined when `text` is no quantity. */
export function canonicalQuantity(text: string): string | undefined {
  if (PLAIN.test(text) && !text.endsWith('000')) return text;
  return parseQuantity(text)?.text;
}

/** Below 0, 0 or above 0 as `a` is less than, equal to or more than `b`. What is no quantity counts as 0. */
export function compareQuantities(a: string, b: string): number {
  return compareAmounts(parseQuantity(a) ?? ZERO, parseQuantity(b) ?? ZERO);
}

/** `Value()`: whole units, rounded away from zero. Exact to 2^53; beyond int64 it stays at int64's bound. */
export function quantityValue(text: string): number {
  return Number(scaled(parseQuantity(text) ?? ZERO, 0));
}

/** `MilliValue()`: thousandths, as `quantityValue`. */
export function quantityMilli(text: string): number {
  return Number(scaled(parseQuantity(text) ?? ZERO, -3));
}

/** Thousandths, for sums: exact as far as `quantityValue` reaches. The API server stores no amount of a resource finer than that. */
export function quantityThousandths(text: string): bigint {
  return scaled(parseQuantity(text) ?? ZERO, -3, MAX_INT64 * 1000n);
}

const ZERO: Quantity = { mantissa: 0n, scale: 0, format: 'DecimalSI', text: '0' };

function readQuantity(text: string): Quantity | QuantityError {
  if (text === '0') return ZERO;
  const parts = text === '' ? null : PARTS.exec(text);
  if (!parts) {
    return "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
  }
  const [, sign = '', digits = '', fraction = '', suffix = ''] = parts;
  const unit = interpret(suffix);
  if (!unit) return "unable to parse quantity's suffix";
  // an empty numerator counts as a digit, as in Go
  const whole = digits.replace(/^0+/, '') || '0';
  const exact = exactAmount(sign, whole, fraction, unit);
  if (exact) {
    const kept = isCanonical(whole + fraction, exact.scale, unit) ? text : undefined;
    return { ...exact, text: kept ?? canonical(exact) };
  }
  const number = text.slice(0, text.length - suffix.length);
  if (!NUMERIC.test(number)) return 'unable to parse numeric part of quantity';
  const amount = boundedAmount(sign, whole, fraction, unit);
  return { ...amount, text: canonical(amount) };
}

interface Unit {
  readonly format: QuantityFormat;
  /** Of ten; of two for `BinarySI`. */
  readonly exponent: number;
}

function interpret(suffix: string): Unit | undefined {
  const decimal = Object.hasOwn(DECIMAL, suffix) ? DECIMAL[suffix] : undefined;
  if (decimal !== undefined) return { format: 'DecimalSI', exponent: decimal };
  const binary = BINARY.findIndex((one) => one === suffix);
  if (binary > 0) return { format: 'BinarySI', exponent: binary * 10 };
  const exponent = /^[eE]([+-]?\d+)$/.exec(suffix)?.[1];
  if (exponent === undefined) return undefined;
  const value = BigInt(exponent.startsWith('+') ? exponent.slice(1) : exponent);
  // ParseInt to 64 bits, cut to 32: as Go
  if (value !== BigInt.asIntN(64, value)) return undefined;
  return { format: 'DecimalExponent', exponent: Number(BigInt.asIntN(32, value)) };
}

/** The amount of a number short enough for Go's int64; undefined when Go takes its long way (or does not take it at all). */
function exactAmount(sign: string, whole: string, fraction: string, unit: Unit): Amount | undefined {
  const { format, exponent } = unit;
  const length = whole.length + fraction.length;
  if (format === 'BinarySI') {
    if (fraction !== '' || 15 - length - Math.trunc((exponent * 3) / 10) - 1 < 0) return undefined;
    return { mantissa: signed(sign, BigInt(whole) << BigInt(exponent)), scale: 0, format };
  }
  const scale = exponent - fraction.length;
  if (length > 18 || scale < NANO) return undefined;
  return { mantissa: signed(sign, BigInt(whole + fraction)), scale, format };
}

/** The long way: rounded up to nanos, binary amounts capped at int64. */
function boundedAmount(sign: string, whole: string, fraction: string, unit: Unit): Amount {
  const { format, exponent } = unit;
  const digits = BigInt(whole + fraction);
  if (format !== 'BinarySI') {
    const rounded = roundedUp(digits, exponent - fraction.length, NANO);
    return { ...rounded, mantissa: signed(sign, rounded.mantissa), format };
  }
  const { mantissa, scale } = roundedUp(digits << BigInt(exponent), -fraction.length, NANO);
  const one = 10n ** BigInt(-scale);
  if (mantissa > MAX_INT64 * one) return { mantissa: signed(sign, MAX_INT64), scale: 0, format };
  // less than one is not told in Ki
  const small = mantissa > 0n && mantissa < one;
  return { mantissa: signed(sign, mantissa), scale, format: small ? 'DecimalSI' : format };
}

function signed(sign: string, value: bigint): bigint {
  return sign === '-' ? -value : value;
}

/** Go keeps the text as it was written when it looks canonical. */
function isCanonical(digits: string, scale: number, { format }: Unit): boolean {
  if (format === 'BinarySI') return (BigInt(digits) & 7n) !== 0n;
  return scale % 3 === 0 && !digits.endsWith('000') && !digits.startsWith('0');
}

function canonical(amount: Amount): string {
  const { mantissa, format } = amount;
  if (mantissa === 0n) return '0';
  if (format === 'BinarySI') {
    const whole = roundedUp(mantissa, amount.scale, 0);
    const value = whole.mantissa * 10n ** BigInt(whole.scale);
    const small = compareAmounts(amount, KI) < 0 && compareAmounts(amount, MINUS_KI) > 0;
    if (!small && compareAmounts(amount, { mantissa: value, scale: 0 }) === 0) return canonicalBinary(value);
  }
  return canonicalDecimal(amount);
}

const KI = { mantissa: 1024n, scale: 0 };
const MINUS_KI = { mantissa: -1024n, scale: 0 };

function canonicalBinary(value: bigint): string {
  let [rest, power] = [value, 0];
  while (rest % 1024n === 0n) [rest, power] = [rest / 1024n, power + 1];
  return `${rest.toString()}${BINARY[power] ?? ''}`;
}

function canonicalDecimal({ mantissa, scale, format }: Amount): string {
  // on the text, as a hostile number may have a million zeros
  const digits = mantissa.toString();
  const kept = digits.replace(/0+$/, '');
  const factors = scale + digits.length - kept.length;
  const padding = ((factors % 3) + 3) % 3;
  const exponent = factors - padding;
  const number = kept + '0'.repeat(padding);
  if (format === 'DecimalExponent') return exponent === 0 ? number : `${number}e${String(exponent)}`;
  // beyond E there is no suffix, and Go writes none
  return number + (DECIMAL_BY_EXPONENT.get(exponent) ?? '');
}

/** With at least scale `to`, rounded away from zero. A size that would take gigabytes to write out is never written out. */
function roundedUp(
  mantissa: bigint,
  scale: number,
  to: number,
): { readonly mantissa: bigint; readonly scale: number } {
  if (scale >= to || mantissa === 0n)
    return { mantissa, scale: Math.max(scale, mantissa === 0n ? to : scale) };
  const away = mantissa < 0n ? -1n : 1n;
  if (to - scale > mantissa.toString().length) return { mantissa: away, scale: to };
  const divisor = 10n ** BigInt(to - scale);
  return { mantissa: mantissa / divisor + (mantissa % divisor === 0n ? 0n : away), scale: to };
}

function scaled({ mantissa, scale }: Quantity, to: number, most = MAX_INT64): bigint {
  const rounded = roundedUp(mantissa, scale, to);
  if (rounded.mantissa === 0n) return 0n;
  const bound = rounded.mantissa < 0n ? -most : most;
  if (rounded.scale - to > 22) return bound;
  const value = rounded.mantissa * 10n ** BigInt(rounded.scale - to);
  return (value < 0n ? -value : value) > most ? bound : value;
}

type Sized = Pick<Quantity, 'mantissa' | 'scale'>;

function compareAmounts(a: Sized, b: Sized): number {
  const [signA, signB] = [signOf(a), signOf(b)];
  if (signA !== signB || signA === 0) return signA - signB;
  // the position of the first digit decides, so that only amounts of one size are ever aligned
  const [sizeA, sizeB] = [sizeOf(a), sizeOf(b)];
  if (sizeA !== sizeB) return sizeA > sizeB ? signA : -signA;
  const scale = Math.min(a.scale, b.scale);
  const [x, y] = [aligned(a, scale), aligned(b, scale)];
  return x === y ? 0 : x > y ? 1 : -1;
}

function signOf({ mantissa }: Sized): number {
  return mantissa === 0n ? 0 : mantissa > 0n ? 1 : -1;
}

function sizeOf({ mantissa, scale }: Sized): number {
  return (mantissa < 0n ? -mantissa : mantissa).toString().length + scale;
}

function aligned({ mantissa, scale }: Sized, to: number): bigint {
  return mantissa * 10n ** BigInt(scale - to);
}
