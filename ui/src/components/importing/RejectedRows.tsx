import Button from '@mui/material/Button';
import { useInfiniteQuery } from '@tanstack/react-query';
import { request } from '~/api/request.ts';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { ErrorState } from '../ErrorState.tsx';
import { ExportButton } from '../ExportButton.tsx';
import { Panel } from '../Panel.tsx';
import { SimpleTable } from '../SimpleTable.tsx';
import type { RowReport } from './types.ts';

/** Rows that were not taken, each with its line and reason; all of them as a file, ready to be mended. */
export function RejectedRows({ runId }: { runId: number }) {
  const t = useT();
  const format = useFormat();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetching } = useInfiniteQuery({
    queryKey: ['imports', 'rejected', runId],
    queryFn: ({ pageParam, signal }) =>
      request<{ data: RowReport[]; next_cursor: string | null }>('GET', `imports/${runId}/rejected`, {
        query: { cursor: pageParam, per_page: 50 },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
  });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  const rows = data?.pages.flatMap((page) => page.data).map((row, i) => ({ ...row, id: i })) ?? [];
  return (
    <Panel
      flush
      title={t('importing.rejected')}
      aside={<ExportButton path={`imports/${runId}/rejected/export`} query={{}} />}
    >
      <SimpleTable
        label={t('importing.rejected')}
        rows={rows}
        columns={[
          {
            name: 'line',
            label: t('importing.line'),
            numeric: true,
            width: 80,
            render: (row) => format.integer(row.line),
          },
          { name: 'field', label: t('importing.field'), width: 160, render: (row) => row.field ?? '–' },
          { name: 'message', label: t('importing.reason'), render: (row) => row.message },
        ]}
      />
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
