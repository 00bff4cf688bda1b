import type { Column } from '../list/types.ts';

export interface Series {
  id: string;
  label: string;
  /** One value a day; null where nothing is known. */
  values: (number | null)[];
}

export interface TimeChartProps {
  /** What the chart shows, in a sentence. */
  label: string;
  /** `YYYY-MM-DD`, without gaps. */
  days: string[];
  series: Series[];
  /** Compact, on the axis. */
  show: (value: number) => string;
  /** Whole, in tooltip and table. */
  showWhole: (value: number) => string;
  height?: number;
}

export interface DayRow {
  id: string;
  values: (number | null)[];
}

/** The numbers of a time chart: a row a day, a column a series. */
export function dayTable(
  { days, series, showWhole }: TimeChartProps,
  dayLabel: string,
  showDay: (day: string) => string,
): { rows: DayRow[]; columns: Column<DayRow>[] } {
  const rows = days.map((day, i) => ({ id: day, values: series.map(({ values }) => values[i] ?? null) }));
  const columns: Column<DayRow>[] = [
    { name: 'day', label: dayLabel, render: ({ id }) => showDay(id), main: true },
    ...series.map(
      ({ id, label }, i): Column<DayRow> => ({
        name: id,
        label,
        numeric: true,
        render: ({ values }) => (values[i] == null ? '–' : showWhole(values[i])),
      }),
    ),
  ];
  return { rows, columns };
}
