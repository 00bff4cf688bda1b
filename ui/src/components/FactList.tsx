import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';

/** What is known of one thing: a name and a value a line. */
export function FactList({ facts }: { facts: { label: string; value: ReactNode }[] }) {
  return (
    <Lines>
      {facts.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </Lines>
  );
}

const Lines = styled('dl')(({ theme }) => ({
  margin: 0,
  fontSize: '0.8125rem',
  lineHeight: '19px',
  '& > div': {
    display: 'grid',
    gridTemplateColumns: 'minmax(110px, 2fr) 5fr',
    gap: 16,
    padding: '7px 16px',
  },
  '& > div + div': { borderTop: `1px solid ${theme.vars.palette.divider}` },
  '& dt': { color: theme.vars.palette.text.secondary },
  '& dd': { margin: 0, minWidth: 0, overflowWrap: 'anywhere' },
  '& a': { color: theme.vars.palette.primary.main, textDecoration: 'none' },
  '& a:hover': { textDecoration: 'underline' },
}));
