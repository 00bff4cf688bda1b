import Button from '@mui/material/Button';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useInfiniteQuery } from '@tanstack/react-query';
import { request } from '~/api/request.ts';
import type { CursorPageOf } from '~/api/types.ts';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { ErrorState } from '../ErrorState.tsx';
import { ExportButton } from '../ExportButton.tsx';
import { Cards } from '../list/Cards.tsx';
import type { Column } from '../list/types.ts';
import { Panel } from '../Panel.tsx';
import { SimpleTable } from '../SimpleTable.tsx';
import type { RowReport } from './types.ts';
import { fieldName } from './words.ts';

const PAGE = 50;

type ReportRow = RowReport & { id: number };

export interface RejectedRowsProps {
  runId: number;
  verdict: RowReport['verdict'];
  /** When the run ended: another rehearsal has other rows. */
  of: string | null;
  /** The file's columns, in its order. */
  headers: string[];
}

/** Rows that were not taken, or taken with a remark, each with its line and reason; all of them as a file. */
export function RejectedRows({ runId, verdict, of, headers }: RejectedRowsProps) {
  const t = useT();
  const format = useFormat();
  const phone = useMediaQuery('(max-width: 699px)', { noSsr: true });
  const path = `imports/${runId}/rejected`;
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetching } = useInfiniteQuery({
    queryKey: ['imports', 'rejected', runId, verdict, of],
    queryFn: ({ pageParam, signal }) =>
      request<CursorPageOf<RowReport>>('GET', path, {
        query: { verdict, cursor: pageParam, per_page: PAGE },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
  });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  const rows = data?.pages.flatMap((page) => page.data).map((row, i) => ({ ...row, id: i })) ?? [];
  const title = t(verdict === 'rejected' ? 'importing.rejected' : 'importing.noted');
  const columns: Column<ReportRow>[] = [
    {
      name: 'line',
      label: t('importing.line'),
      numeric: true,
      width: 80,
      render: (row) => format.integer(row.line),
    },
    {
      name: 'field',
      label: t('importing.of_field'),
      width: 160,
      render: (row) => (row.field ? fieldName(row.field, t) : '–'),
    },
    { name: 'message', label: t('importing.reason'), main: phone, render: (row) => row.message },
    {
      name: 'content',
      label: t('importing.content'),
      render: (row) => <span style={{ overflowWrap: 'anywhere' }}>{contentWords(row.content, headers)}</span>,
    },
  ];
  const table = { label: title, rows, columns };
  return (
    <Panel
      flush
      title={title}
      aside={
        <ExportButton path={`${path}/export`} query={{ verdict }} label={t('importing.rejected_download')} />
      }
    >
      {phone ? <Cards {...table} /> : <SimpleTable {...table} />}
      {hasNextPage && (
        <div style={{ padding: 8 }}>
          <Button variant="text" color="primary" disabled={isFetching} onClick={() => void fetchNextPage()}>
            {t('list.more')}
          </Button>
        </div>
      )}
    </Panel>
  );
}

const SHOWN = 6;

/** The row's first cells, as they stood in the file. */
function contentWords(content: RowReport['content'], headers: string[]): string {
  const cells = headers.map((header) => content?.[header]).filter((cell) => cell != null && cell !== '');
  return cells.slice(0, SHOWN).map(String).join(' · ') + (cells.length > SHOWN ? ' …' : '');
}
