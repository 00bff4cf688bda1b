import { useTheme } from '@mui/material/styles';
import { useFormat } from '~/session/useMe.ts';

/** What the plots have in common: margins, quiet axes, few lines. */
export function usePlotLook(days: string[], show: (value: number) => string) {
  const format = useFormat();
  const { vars } = useTheme();
  const label = { fontSize: 12, fill: vars.palette.text.secondary };
  const every = Math.max(1, Math.ceil(days.length / 6));
  return {
    margin: { top: 8, right: 12, bottom: 0, left: 0 },
    xAxis: {
      id: 'days',
      data: days,
      valueFormatter: (day: string) => format.day(day),
      tickLabelStyle: label,
      tickLabelInterval: (_: unknown, i: number) => i % every === Math.floor(every / 2),
      disableLine: true,
      disableTicks: true,
      height: 26,
    },
    yAxis: {
      id: 'values',
      min: 0,
      valueFormatter: (value: number) => show(value),
      tickLabelStyle: label,
      tickNumber: 3,
      disableLine: true,
      disableTicks: true,
      width: 52,
    },
    sx: {
      '& .MuiChartsGrid-line': { stroke: vars.palette.divider },
      '& .MuiChartsAxisHighlight-root': { stroke: vars.palette.outline, strokeDasharray: 'none' },
      '& text': { fontFamily: 'inherit' },
    },
  };
}
