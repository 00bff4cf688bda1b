import { styled } from '@mui/material/styles';
import { isValidElement, type ReactNode } from 'react';
import { Link } from 'react-router';
import { useT } from '~/i18n/useT.ts';
import { size, weight } from '~/tokens.ts';
import type { Column, Row } from './types.ts';

export interface CardsProps<R extends Row> {
  label: string;
  columns: Column<R>[];
  rows: R[];
  rowLink?: ((row: R) => string) | undefined;
  /** A last card of sums, by column name. */
  totals?: Record<string, ReactNode> | undefined;
}

/** The rows of a list on a phone: the same facts, one card a row. */
export function Cards<R extends Row>({ label, columns, rows, rowLink, totals }: CardsProps<R>) {
  const t = useT();
  const main = columns.find((column) => column.main) ?? columns[0];
  const facts = columns.filter((column) => column !== main);
  return (
    <List aria-label={label}>
      {rows.map((row) => (
        <li key={row.id}>
          <Title>{titleOf(main?.render(row), rowLink?.(row))}</Title>
          <dl>
            {facts.map((column) => (
              <div key={column.name}>
                <dt>{column.label}</dt>
                <dd>{column.render(row)}</dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
      {totals && (
        <li>
          <Title>{t('chart.total')}</Title>
          <dl>
            {facts.map(
              ({ name, label: word }) =>
                totals[name] !== undefined && (
                  <div key={name}>
                    <dt>{word}</dt>
                    <dd>{totals[name]}</dd>
                  </div>
                ),
            )}
          </dl>
        </li>
      )}
    </List>
  );
}

/** A name that is a link already is not put into another one. */
function titleOf(name: ReactNode, to: string | undefined): ReactNode {
  const leads = isValidElement(name) && name.type === Link;
  return to === undefined || leads ? name : <Link to={to}>{name}</Link>;
}

const List = styled('ul')(({ theme }) => ({
  listStyle: 'none',
  margin: 0,
  padding: 0,
  border: `1px solid ${theme.vars.palette.divider}`,
  borderRadius: size.radius,
  backgroundColor: theme.vars.palette.background.paper,
  fontSize: '0.8125rem',
  lineHeight: '19px',
  '& > li': { position: 'relative', padding: '12px 16px' },
  '& > li + li': { borderTop: `1px solid ${theme.vars.palette.divider}` },
  '& dl': { margin: '6px 0 0', display: 'grid', gap: '3px 16px' },
  '& dl > div': { display: 'flex', justifyContent: 'space-between', gap: 16, minWidth: 0 },
  '& dt': { color: theme.vars.palette.text.secondary, flex: 'none' },
  '& dd': { margin: 0, textAlign: 'right', minWidth: 0, overflowWrap: 'anywhere' },
  // A state among other values ends where they end.
  '& dd > [data-quiet]': { marginRight: -7 },
  '& dd a': { position: 'relative', color: 'inherit' },
}));

const Title = styled('div')({
  fontSize: '0.875rem',
  lineHeight: '20px',
  fontWeight: weight.strong,
  overflowWrap: 'anywhere',
  '& a': { color: 'inherit', textDecoration: 'none' },
  // The whole card is the target; what else can be pressed in it lies above.
  '& a::after': { content: '""', position: 'absolute', inset: 0 },
});
