import { MAX_NODE_SCORE } from '../framework/plugin.ts';
import type { UtilizationShapePoint } from './node-resources/args.ts';

/** Utilization of a shape is in percent; above 100 it is as at 100, since no point lies there. */
const PERCENT = 100;
/** Points of a shape go to 10 (upstream: `MaxCustomPriorityScore`). */
const MAX_SHAPE_SCORE = 10;

/** What a shape gives, 0–100, when so much of so much is used. */
export function alongShape(
  shape: readonly UtilizationShapePoint[],
): (used: number, capacity: number) => number {
  const points = shape.map(({ utilization, score }) => ({
    utilization,
    score: score * (MAX_NODE_SCORE / MAX_SHAPE_SCORE),
  }));
  return (used, capacity) => heightAt(points, Math.trunc((used * PERCENT) / capacity));
}

/** Straight lines between the points, level before the first and after the last (plugins/helper, `BuildBrokenLinearFunction`). */
function heightAt(points: readonly UtilizationShapePoint[], utilization: number): number {
  const at = points.findIndex((point) => utilization <= point.utilization);
  const [from, to] = [points[at - 1], points[at]];
  if (!to) return points.at(-1)?.score ?? 0;
  if (!from) return to.score;
  const rise = (to.score - from.score) * (utilization - from.utilization);
  return from.score + Math.trunc(rise / (to.utilization - from.utilization));
}
