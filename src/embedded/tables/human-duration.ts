const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** How long a time takes, in two or three figures: `119s`, `5m3s`, `2d4h` (apimachinery/pkg/util/duration `HumanDuration`). */
export function humanDuration(milliseconds: number): string {
  const seconds = Math.trunc(milliseconds / 1000);
  // clocks may differ by a second
  if (seconds < -1) return '<invalid>';
  if (seconds < 2 * MINUTE) return `${String(Math.max(seconds, 0))}s`;
  if (seconds < 10 * MINUTE) return twoFigures(seconds, MINUTE, 'm', 1, 's');
  if (seconds < 3 * HOUR) return oneFigure(seconds, MINUTE, 'm');
  if (seconds < 8 * HOUR) return twoFigures(seconds, HOUR, 'h', MINUTE, 'm');
  if (seconds < 2 * DAY) return oneFigure(seconds, HOUR, 'h');
  if (seconds < 8 * DAY) return twoFigures(seconds, DAY, 'd', HOUR, 'h');
  if (seconds < 2 * YEAR) return oneFigure(seconds, DAY, 'd');
  if (seconds < 8 * YEAR) return twoFigures(seconds, YEAR, 'y', DAY, 'd');
  return oneFigure(seconds, YEAR, 'y');
}

function oneFigure(seconds: number, unit: number, name: string): string {
  return `${String(Math.floor(seconds / unit))}${name}`;
}

function twoFigures(seconds: number, unit: number, name: string, part: number, partName: string): string {
  const rest = Math.floor((seconds % unit) / part);
  return oneFigure(seconds, unit, name) + (rest > 0 ? `${String(rest)}${partName}` : '');
}
