import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useT } from '~/i18n/useT.ts';
import { SimpleTable } from '../SimpleTable.tsx';
import { ChartFrame } from './ChartFrame.tsx';

export interface BarItem {
  id: string | number;
  label: string;
  value: number;
  to?: string | undefined;
}

export interface HorizontalBarsProps {
  label: string;
  items: BarItem[];
  /** Compact, beside the bar. */
  show: (value: number) => string;
  /** Whole, in the table. */
  showWhole?: (value: number) => string;
}

/** A ranking: sorted, from zero, the number beside each bar. */
export function HorizontalBars({ label, items, show, showWhole = show }: HorizontalBarsProps) {
  const t = useT();
  const sorted = items.toSorted((a, b) => b.value - a.value);
  const most = Math.max(0, ...sorted.map(({ value }) => value));
  const name = ({ label: word, to }: BarItem): ReactNode => (to ? <Link to={to}>{word}</Link> : word);
  return (
    <ChartFrame
      label={label}
      empty={items.length === 0}
      table={
        <SimpleTable
          label={label}
          rows={sorted}
          columns={[
            { name: 'label', label: t('chart.name'), render: name, main: true },
            {
              name: 'value',
              label: t('chart.value'),
              render: ({ value }) => showWhole(value),
              numeric: true,
            },
          ]}
        />
      }
    >
      <Bars>
        {sorted.map((item) => (
          <li key={item.id}>
            <span title={item.label}>{name(item)}</span>
            <span>
              <Bar style={{ width: `${most > 0 ? (Math.max(0, item.value) / most) * 100 : 0}%` }} />
              <b>{show(item.value)}</b>
            </span>
          </li>
        ))}
      </Bars>
    </ChartFrame>
  );
}

const Bars = styled('ol')(({ theme }) => ({
  listStyle: 'none',
  margin: '4px 0 0',
  padding: 0,
  display: 'grid',
  gap: 13,
  fontSize: '0.75rem',
  lineHeight: '18px',
  '& > li': { display: 'grid', gridTemplateColumns: 'minmax(90px, 36%) 1fr', gap: 8, alignItems: 'center' },
  '& > li > span:first-of-type': {
    textAlign: 'right',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  '& > li > span:last-of-type': { display: 'flex', alignItems: 'center', gap: 6, paddingRight: 56 },
  '& b': {
    fontWeight: 400,
    color: theme.vars.palette.text.secondary,
    marginRight: -56,
    width: 50,
    whiteSpace: 'nowrap',
  },
  '& a': { color: 'inherit', textDecoration: 'none' },
  '& a:hover': { textDecoration: 'underline' },
  '@media (max-width: 479px)': {
    '& > li': { gridTemplateColumns: '1fr', gap: 2 },
    '& > li > span:first-of-type': { textAlign: 'left' },
  },
}));

const Bar = styled('i')(({ theme }) => ({
  display: 'block',
  flex: 'none',
  minWidth: 2,
  height: 18,
  borderRadius: '0 2px 2px 0',
  backgroundColor: theme.vars.palette.series[1],
}));
