import { Link } from 'react-router';
import { ErrorState } from '~/components/ErrorState.tsx';
import type { Column } from '~/components/list/types.ts';
import { PageWait } from '~/components/PageWait.tsx';
import { ReportTable } from '~/components/ReportTable.tsx';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { queueName } from './names.ts';
import type { Queue } from './types.ts';
import { useQueues } from './useQueues.ts';

type Row = Queue & { id: string };
const COUNTS = ['waiting', 'active', 'delayed', 'failed', 'completed'] as const;

/** Queue by queue; every number opens its jobs. */
export function QueueTable({ title }: { title?: string }) {
  const t = useT();
  const format = useFormat();
  const { data, error, refetch } = useQueues();
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <PageWait />;
  const counts = COUNTS.map(
    (name): Column<Row> => ({
      name,
      label: t(`jobs.in.${name}`),
      numeric: true,
      render: (row) =>
        row[name] > 0 ? (
          <Link to={`/jobs?queue=${row.queue}&state=${name}`}>{format.integer(row[name])}</Link>
        ) : (
          format.integer(0)
        ),
    }),
  );
  return (
    <ReportTable<Row>
      {...(title && { title })}
      label={t('jobs.tab.queues')}
      rows={data.map((queue) => ({ id: queue.queue, ...queue }))}
      columns={[
        {
          name: 'queue',
          label: t('jobs.queue'),
          main: true,
          render: (row) => <Link to={`/jobs?queue=${row.queue}`}>{queueName(row.queue, t)}</Link>,
        },
        ...counts,
        {
          name: 'oldest',
          label: t('jobs.figure.oldest'),
          numeric: true,
          render: (row) => format.duration(row.oldest_wait_s),
        },
        {
          name: 'rate',
          label: t('jobs.figure.rate'),
          numeric: true,
          render: (row) => format.decimal(row.rate_per_min),
        },
      ]}
    />
  );
}
