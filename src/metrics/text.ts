import { Distribution, type Family } from './instruments.ts';

/** One metric in Prometheus' text format; empty while it has no series. */
export function familyText(family: Family): string {
  const { name, help, type, labels } = family.about;
  const lines = [...family.all()].flatMap(({ values, series }) => {
    const pairs = labels.map((label, at) => pair(label, values[at] ?? ''));
    return series instanceof Distribution
      ? distributionLines(name, pairs, series)
      : [line(name, pairs, series.value)];
  });
  if (lines.length === 0) return '';
  return [`# HELP ${name} ${escaped(help)}`, `# TYPE ${name} ${type}`, ...lines, ''].join('\n');
}

function distributionLines(name: string, pairs: readonly string[], series: Distribution): string[] {
  let count = 0;
  const buckets = series.counts.map((own, at) => {
    count += own;
    return line(`${name}_bucket`, [...pairs, pair('le', goNumber(series.bounds[at] ?? Infinity))], count);
  });
  return [...buckets, line(`${name}_sum`, pairs, series.sum), line(`${name}_count`, pairs, count)];
}

function line(name: string, pairs: readonly string[], value: number): string {
  return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${goNumber(value)}`;
}

function pair(label: string, value: string): string {
  return `${label}="${escaped(value).replaceAll('"', String.raw`\"`)}"`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', String.raw`\\`).replaceAll('\n', String.raw`\n`);
}

/** As Go prints a float64: a bound must be the same word from us and from kube-scheduler, or dashboards add up what is not one. */
export function goNumber(value: number): string {
  if (value === Infinity) return '+Inf';
  if (value === -Infinity) return '-Inf';
  const isTiny = value !== 0 && Math.abs(value) < 1e-4;
  if (!isTiny) return String(value);
  return value.toExponential().replace(/e-(\d)$/, 'e-0$1');
}
