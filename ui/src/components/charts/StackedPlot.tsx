import { BarChart } from '@mui/x-charts/BarChart';
import { usePlotLook } from './plot.ts';
import type { TimeChartProps } from './series.ts';
import { useSeriesColors } from './useSeriesColors.ts';

export default function StackedPlot({ days, series, show, showWhole, height }: TimeChartProps) {
  const colors = useSeriesColors();
  const { xAxis, yAxis, margin, sx } = usePlotLook(days, show);
  return (
    <BarChart
      height={height ?? 240}
      margin={margin}
      xAxis={[{ ...xAxis, scaleType: 'band', categoryGapRatio: days.length > 40 ? 0.15 : 0.4 }]}
      yAxis={[yAxis]}
      series={series.map(({ id, label, values }, i) => ({
        id,
        label,
        data: values,
        stack: 'all',
        color: colors[i] ?? 'currentColor',
        valueFormatter: (value: number | null) => (value === null ? '–' : showWhole(value)),
      }))}
      grid={{ horizontal: true }}
      hideLegend
      skipAnimation
      sx={sx}
    />
  );
}
