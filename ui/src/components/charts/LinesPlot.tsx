import { useTheme } from '@mui/material/styles';
import { LineChart } from '@mui/x-charts/LineChart';
import { usePlotLook } from './plot.ts';
import type { TimeChartProps } from './series.ts';

export interface LinesPlotProps extends TimeChartProps {
  accent: string | undefined;
}

export default function LinesPlot({ days, series, show, showWhole, height, accent }: LinesPlotProps) {
  const { vars } = useTheme();
  const { xAxis, yAxis, margin, sx } = usePlotLook(days, show);
  // Drawn last, the accent lies on top.
  const ordered = series.toSorted((a, b) => Number(a.id === accent) - Number(b.id === accent));
  const alone = series.length === 1;
  return (
    <LineChart
      height={height ?? 240}
      margin={margin}
      xAxis={[{ ...xAxis, scaleType: 'point' }]}
      yAxis={[yAxis]}
      series={ordered.map(({ id, label, values }) => ({
        id,
        label,
        data: values,
        curve: 'linear',
        showMark: false,
        area: alone,
        connectNulls: false,
        color: id === accent ? vars.palette.series[1] : vars.palette.quietLine,
        valueFormatter: (value: number | null) => (value === null ? '–' : showWhole(value)),
      }))}
      grid={{ horizontal: true }}
      axisHighlight={{ x: 'line' }}
      hideLegend
      skipAnimation
      sx={{
        ...sx,
        '& .MuiLineChart-line': { strokeWidth: 1.1 },
        [`& .MuiLineChart-line[data-series="${accent}"]`]: { strokeWidth: 2 },
        '& .MuiLineChart-area': { opacity: 0.12 },
      }}
    />
  );
}
