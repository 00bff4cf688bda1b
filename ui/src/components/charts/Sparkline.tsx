import { useTheme } from '@mui/material/styles';
import { MISSING } from '~/format.ts';
import { useT } from '~/i18n/useT.ts';

export interface SparklineProps {
  values: (number | null)[];
  show: (value: number) => string;
  width?: number;
  height?: number;
}

/** A trend small enough for a table cell; its ends and extremes are said in words to those who cannot see it. */
export function Sparkline({ values, show, width = 88, height = 22 }: SparklineProps) {
  const t = useT();
  const { vars } = useTheme();
  const known = values.filter((value): value is number => value !== null);
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined || known.length < 2) return <span>{MISSING}</span>;
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const x = (i: number) => 2 + (i / (values.length - 1)) * (width - 6);
  const y = (value: number) =>
    high === low ? height / 2 : 3 + (1 - (value - low) / (high - low)) * (height - 6);
  const path = values
    .map((value, i) =>
      value === null ? '' : `${values[i - 1] == null ? 'M' : 'L'}${x(i).toFixed(1)} ${y(value).toFixed(1)}`,
    )
    .join('');
  const end = values.lastIndexOf(last);
  const words = t('chart.sparkline', {
    first: show(first),
    last: show(last),
    low: show(low),
    high: show(high),
  });
  return (
    <svg
      width={width}
      height={height}
      role="img"
      aria-label={words}
      // Higher than a line of text, and still it does not stretch the row.
      style={{ verticalAlign: 'middle', margin: '-4px 0' }}
    >
      <path
        d={path}
        fill="none"
        stroke={vars.palette.text.secondary}
        strokeWidth="1.3"
        strokeLinejoin="round"
      />
      <circle cx={x(end)} cy={y(last)} r="2.2" fill={vars.palette.primary.main} />
    </svg>
  );
}
