import useMediaQuery from '@mui/material/useMediaQuery';
import { Cards } from './list/Cards.tsx';
import type { Row } from './list/types.ts';
import { Panel } from './Panel.tsx';
import { SimpleTable, type SimpleTableProps } from './SimpleTable.tsx';

export interface ReportTableProps<R extends Row> extends SimpleTableProps<R> {
  title?: string;
  /** For cards on a phone: the whole card leads there. */
  rowLink?: (row: R) => string;
}

/** A sheet with a plain table; on a phone the same facts as cards. */
export function ReportTable<R extends Row>({ title, rowLink, ...table }: ReportTableProps<R>) {
  const phone = useMediaQuery('(max-width: 699px)', { noSsr: true });
  if (!phone) {
    return (
      <Panel title={title} flush>
        <SimpleTable {...table} />
      </Panel>
    );
  }
  const { label, columns, rows, totals } = table;
  return (
    <section aria-label={title ?? label}>
      {title && <h2 style={{ fontSize: '1rem', lineHeight: '22px', margin: '0 0 8px' }}>{title}</h2>}
      <Cards label={label} columns={columns} rows={rows} rowLink={rowLink} totals={totals} />
    </section>
  );
}
