import type { Line } from './types.ts';

/** Units to be taken back, by `line_<id>`: a form takes plain numbers in names for places in a list. */
export type RefundUnits = Record<string, number | null | undefined>;

export function unitsLeft(line: Pick<Line, 'quantity' | 'refunded_quantity'>): number {
  return line.quantity - line.refunded_quantity;
}

/** About what these units bring back, in minor units: their part of what was paid for the line. */
export function refundOf(lines: Line[], units: RefundUnits): number {
  return lines.reduce((sum, line) => {
    const count = units[`line_${line.id}`] ?? 0;
    if (!Number.isFinite(count) || line.quantity === 0) return sum;
    const paid = line.total.amount - line.discount.amount;
    return sum + Math.round((paid * Math.min(Math.max(count, 0), unitsLeft(line))) / line.quantity);
  }, 0);
}
