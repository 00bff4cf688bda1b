import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { request } from '~/api/request.ts';
import type { Shape } from '~/api/types.ts';
import { ErrorState } from '~/components/ErrorState.tsx';
import type { Column } from '~/components/list/types.ts';
import { Panel } from '~/components/Panel.tsx';
import { SimpleTable } from '~/components/SimpleTable.tsx';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';

type Queue = Shape<'QueueStatsShape'>;

const EVERY_MS = 5_000;

/** What waits, works and has failed, by queue. */
export function Queues() {
  const t = useT();
  const format = useFormat();
  const { data, error, refetch } = useQuery({
    queryKey: ['jobs', 'stats'],
    queryFn: ({ signal }) => request<{ data: Queue[] }>('GET', 'jobs/stats', { signal }),
    refetchInterval: EVERY_MS,
  });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return null;
  const rows = data.data.map((queue) => ({ id: queue.queue, ...queue }));
  const count = (name: 'waiting' | 'active' | 'delayed' | 'failed'): Column<(typeof rows)[number]> => ({
    name,
    label: t(`home.queue.${name}`),
    numeric: true,
    render: (row) =>
      row[name] > 0 ? (
        <Link to={`/jobs?queue=${row.queue}&state=${name}`}>{format.integer(row[name])}</Link>
      ) : (
        format.integer(row[name])
      ),
  });
  return (
    <Panel title={t('home.queues')} flush>
      <SimpleTable
        label={t('home.queues')}
        rows={rows}
        columns={[
          { name: 'queue', label: t('home.queue.name'), main: true, render: (row) => row.queue },
          count('waiting'),
          count('active'),
          count('delayed'),
          count('failed'),
          {
            name: 'oldest',
            label: t('home.queue.oldest'),
            numeric: true,
            render: (row) => format.duration(row.oldest_wait_s),
          },
          {
            name: 'rate',
            label: t('home.queue.rate'),
            numeric: true,
            render: (row) => format.decimal(row.rate_per_min),
          },
        ]}
      />
    </Panel>
  );
}
