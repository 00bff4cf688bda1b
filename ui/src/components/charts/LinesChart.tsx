import { lazy, Suspense } from 'react';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { SimpleTable } from '../SimpleTable.tsx';
import { ChartFrame } from './ChartFrame.tsx';
import { Legend } from './Legend.tsx';
import { dayTable, type TimeChartProps } from './series.ts';

const LinesPlot = lazy(() => import('./LinesPlot.tsx'));

export interface LinesChartProps extends TimeChartProps {
  /** The one line in accent; the rest are grey. The first when left out. */
  accent?: string | undefined;
  onAccent?: (id: string) => void;
}

/** Series over time: one speaks, the others are there to compare it with. */
export function LinesChart({ accent, onAccent, ...chart }: LinesChartProps) {
  const t = useT();
  const format = useFormat();
  const { label, series, height = 240 } = chart;
  const chosen = accent ?? series[0]?.id;
  return (
    <ChartFrame
      label={label}
      empty={series.length === 0 || chart.days.length === 0}
      table={<SimpleTable label={label} {...dayTable(chart, t('chart.day'), format.day)} />}
    >
      {series.length > 1 && (
        <Legend
          entries={series.map(({ id, label: word }) => ({
            id,
            label: word,
            color: id === chosen ? 'accent' : 'quiet',
          }))}
          onPick={onAccent}
        />
      )}
      <div style={{ height }}>
        <Suspense fallback={null}>
          <LinesPlot {...chart} height={height} accent={chosen} />
        </Suspense>
      </div>
    </ChartFrame>
  );
}
