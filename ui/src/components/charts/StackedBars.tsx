import { lazy, Suspense } from 'react';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { SimpleTable } from '../SimpleTable.tsx';
import { ChartFrame } from './ChartFrame.tsx';
import { Legend } from './Legend.tsx';
import { dayTable, type TimeChartProps } from './series.ts';

const StackedPlot = lazy(() => import('./StackedPlot.tsx'));

export const STACKED_MOST = 5;

/** Parts of a whole by day; five at the most, the caller sums up the rest. */
export function StackedBars(chart: TimeChartProps) {
  const t = useT();
  const format = useFormat();
  const { label, height = 240 } = chart;
  const series = chart.series.slice(0, STACKED_MOST);
  return (
    <ChartFrame
      label={label}
      empty={series.length === 0 || chart.days.length === 0}
      table={<SimpleTable label={label} {...dayTable({ ...chart, series }, t('chart.day'), format.day)} />}
    >
      <Legend entries={series.map(({ id, label: word }, i) => ({ id, label: word, color: i }))} />
      <div style={{ height }}>
        <Suspense fallback={null}>
          <StackedPlot {...chart} series={series} height={height} />
        </Suspense>
      </div>
    </ChartFrame>
  );
}
