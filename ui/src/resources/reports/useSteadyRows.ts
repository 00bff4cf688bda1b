import { useState } from 'react';
import type { RankedRow } from './leaderboardColumns.tsx';

/**
 * Rows that keep their places while somebody points at them or is among them with the keyboard, whatever the
 * live figures say; they take their new places afterwards. Spread `hold` over what is around the table.
 */
export function useSteadyRows(rows: RankedRow[]) {
  const [held, setHeld] = useState<number[] | null>(null);
  const hold = () => setHeld((before) => before ?? rows.map(({ id }) => id));
  const release = () => setHeld(null);
  const place = ({ id }: RankedRow) => {
    const at = held?.indexOf(id) ?? -1;
    return at < 0 ? rows.length : at;
  };
  return {
    rows: held ? [...rows].sort((one, other) => place(one) - place(other)) : rows,
    hold: { onPointerEnter: hold, onPointerLeave: release, onFocus: hold, onBlur: release },
  };
}

/** Which rows have earned or lost something since this question was first answered. */
export function useMoved(rows: RankedRow[], question: string, isAnotherAnswer: boolean) {
  const [first, setFirst] = useState<{ question: string; revenue: Map<number, number> } | null>(null);
  if (first?.question !== question && !isAnotherAnswer && rows.length > 0)
    setFirst({ question, revenue: new Map(rows.map((row) => [row.id, revenueOf(row)])) });
  return (row: RankedRow) => first?.question === question && first.revenue.get(row.id) !== revenueOf(row);
}

function revenueOf(row: RankedRow): number {
  return row.figures.revenue.net.amount;
}
