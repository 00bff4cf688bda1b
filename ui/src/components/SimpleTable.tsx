import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { useT } from '~/i18n/useT.ts';
import { weight } from '~/tokens.ts';
import type { Column, Row } from './list/types.ts';

export interface SimpleTableProps<R extends Row> {
  /** What the table shows; read out, not drawn. */
  label: string;
  columns: Column<R>[];
  rows: R[];
  /** With these, columns marked `sortable` can be sorted by. */
  sort?: string;
  onSort?: (sort: string) => void;
  /** A last line of sums, by column name. */
  totals?: Record<string, ReactNode>;
  /** Rows that have just changed carry a mark. */
  isNew?: (row: R) => boolean;
}

/** A plain table for what comes whole: lines of an order, a report, the numbers of a chart. */
export function SimpleTable<R extends Row>({
  label,
  columns,
  rows,
  sort,
  onSort,
  totals,
  isNew,
}: SimpleTableProps<R>) {
  return (
    // Wide tables scroll in their own box, which the keyboard can reach; the page never does.
    <Scroller tabIndex={0} role="group" aria-label={label}>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head key={column.name} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} data-new={isNew?.(row) || undefined}>
              {columns.map((column) => {
                const cell = {
                  'data-numeric': column.numeric || undefined,
                  'data-main': column.main || undefined,
                };
                return column.main ? (
                  <th key={column.name} scope="row" {...cell}>
                    {column.render(row)}
                  </th>
                ) : (
                  <td key={column.name} {...cell}>
                    {column.render(row)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
        {totals && (
          <tfoot>
            <tr>
              {columns.map(({ name, numeric }) => (
                <td key={name} data-numeric={numeric || undefined}>
                  {totals[name]}
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </Scroller>
  );
}

interface HeadProps<R extends Row> {
  column: Column<R>;
  sort: string | undefined;
  onSort: ((sort: string) => void) | undefined;
}

function Head<R extends Row>({ column, sort, onSort }: HeadProps<R>) {
  const t = useT();
  const { name, label, numeric, sortable = false, width } = column;
  const descending = sort === `-${name}`;
  const sorted = descending || sort === name;
  const style = width ? { width } : undefined;
  if (!sortable || !onSort) {
    return (
      <th scope="col" data-numeric={numeric || undefined} style={style}>
        {label}
      </th>
    );
  }
  return (
    <th
      scope="col"
      data-numeric={numeric || undefined}
      style={style}
      aria-sort={sorted ? (descending ? 'descending' : 'ascending') : 'none'}
    >
      <button type="button" title={t('list.sort')} onClick={() => onSort(descending ? name : `-${name}`)}>
        {label}
        <span aria-hidden="true">{sorted ? (descending ? ' ↓' : ' ↑') : ''}</span>
      </button>
    </th>
  );
}

const Scroller = styled('div')(({ theme }) => ({
  overflowX: 'auto',
  '&:focus-visible': { outline: `2px solid ${theme.vars.palette.primary.main}`, outlineOffset: -2 },
  '& table': { width: '100%', borderCollapse: 'collapse', fontSize: '0.8125rem', lineHeight: '19px' },
  '& th, & td': {
    textAlign: 'left',
    padding: '8px 10px',
    verticalAlign: 'baseline',
    fontWeight: weight.regular,
  },
  '& tr > :not(* + *)': { paddingLeft: 16 },
  '& tr > :not(:has(+ *))': { paddingRight: 16 },
  '& [data-numeric]': { textAlign: 'right', whiteSpace: 'nowrap' },
  '& thead th': {
    fontWeight: weight.medium,
    color: theme.vars.palette.text.secondary,
    whiteSpace: 'nowrap',
    borderBottom: `1px solid ${theme.vars.palette.divider}`,
  },
  '& tbody tr + tr > *': { borderTop: `1px solid ${theme.vars.palette.divider}` },
  '& tbody tr:hover': { backgroundColor: theme.vars.palette.sunken },
  '& tbody tr[data-new] > :not(* + *)': {
    boxShadow: `inset 2px 0 0 ${theme.vars.palette.primary.main}`,
  },
  '& tbody [data-main]': { fontWeight: weight.medium, minWidth: 140 },
  '& tbody a': { color: 'inherit', textDecoration: 'none' },
  '& tbody a:hover': { textDecoration: 'underline' },
  '& tfoot td': { borderTop: `1px solid ${theme.vars.palette.outline}`, fontWeight: weight.strong },
  '& thead button': {
    all: 'unset',
    cursor: 'pointer',
    whiteSpace: 'nowrap',
    '&:hover': { color: theme.vars.palette.text.primary },
    '&:focus-visible': {
      outline: `2px solid ${theme.vars.palette.primary.main}`,
      outlineOffset: 2,
      borderRadius: 2,
    },
  },
}));
