import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { size, weight } from '~/tokens.ts';

export interface Figure {
  label: string;
  /** Already in words: `format.money(…)`. */
  value: ReactNode;
  /** Small, behind the value: a share, a comparison, a unit. */
  note?: ReactNode;
  tone?: 'warn' | 'bad' | 'good' | undefined;
  /** The rows that the figure is made of. */
  to?: string | undefined;
}

/** Four to six figures side by side; each opens the rows behind it. */
export function FigureStrip({ figures, label }: { figures: Figure[]; label: string }) {
  return (
    <Strip aria-label={label} style={{ '--columns': figures.length } as React.CSSProperties}>
      {figures.map((figure) => (
        <Cell key={figure.label}>
          <dt>{figure.label}</dt>
          <dd>
            <Value data-tone={figure.tone}>
              {figure.to ? <Link to={figure.to}>{figure.value}</Link> : figure.value}
            </Value>
            {figure.note != null && <Note>{figure.note}</Note>}
          </dd>
        </Cell>
      ))}
    </Strip>
  );
}

const Strip = styled('dl')(({ theme }) => ({
  display: 'grid',
  gridTemplateColumns: 'repeat(var(--columns), minmax(0, auto))',
  justifyContent: 'stretch',
  margin: '0 0 16px',
  border: `1px solid ${theme.vars.palette.divider}`,
  borderRadius: size.radius,
  backgroundColor: theme.vars.palette.background.paper,
  overflow: 'hidden',
  '@media (max-width: 1099px)': { gridTemplateColumns: 'repeat(3, minmax(0, 1fr))' },
  '@media (max-width: 699px)': { gridTemplateColumns: 'repeat(2, minmax(0, 1fr))' },
  '@media (max-width: 359px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
}));

const Cell = styled('div')(({ theme }) => ({
  position: 'relative',
  padding: '11px 16px 10px',
  minWidth: 0,
  // One line between neighbours in both directions, whatever the number of columns.
  boxShadow: `-1px -1px 0 0 ${theme.vars.palette.divider}`,
  '& > dt': {
    fontSize: '0.75rem',
    lineHeight: '17px',
    color: theme.vars.palette.text.secondary,
    whiteSpace: 'nowrap',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
  },
  '& > dd': { margin: '2px 0 0', display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', columnGap: 8 },
  '&:has(a:hover)': { backgroundColor: theme.vars.palette.sunken },
}));

const Value = styled('span')(({ theme }) => ({
  fontSize: '1.25rem',
  lineHeight: '28px',
  fontWeight: weight.strong,
  letterSpacing: '-0.01em',
  overflowWrap: 'anywhere',
  '&[data-tone="bad"]': { color: theme.vars.palette.bad.text },
  '&[data-tone="warn"]': { color: theme.vars.palette.warn.text },
  '&[data-tone="good"]': { color: theme.vars.palette.good.text },
  '& a': { color: 'inherit', textDecoration: 'none' },
  '& a::after': { content: '""', position: 'absolute', inset: 0 },
  '& a:focus-visible': { outline: 'none' },
  '& a:focus-visible::after': { outline: `2px solid ${theme.vars.palette.primary.main}`, outlineOffset: -2 },
}));

const Note = styled('span')(({ theme }) => ({
  fontSize: '0.75rem',
  lineHeight: '17px',
  color: theme.vars.palette.text.secondary,
  whiteSpace: 'nowrap',
}));
