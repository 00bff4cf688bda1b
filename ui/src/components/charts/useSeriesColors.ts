import { useTheme } from '@mui/material/styles';

/** The five colours of a stack, in their order. */
export function useSeriesColors(): string[] {
  const { series } = useTheme().vars.palette;
  return [series[1], series[2], series[3], series[4], series[5]];
}
