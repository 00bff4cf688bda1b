import { DateTime } from '~/components/DateTime.tsx';
import { EmptyState } from '~/components/EmptyState.tsx';
import { Panel } from '~/components/Panel.tsx';
import { ReportTable } from '~/components/ReportTable.tsx';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import type { JobDetails } from './types.ts';

/** Every run that failed, the last one first: what was said, and whether another one followed by itself. */
export function JobFailures({ job }: { job: JobDetails }) {
  const t = useT();
  const format = useFormat();
  if (job.errors.length === 0)
    return (
      <Panel>
        <EmptyState small title={t('jobs.no_failures')} />
      </Panel>
    );
  return (
    <ReportTable
      label={t('jobs.failures')}
      rows={job.errors.map((error, i) => ({ id: i, ...error }))}
      columns={[
        {
          name: 'message',
          label: t('jobs.error'),
          main: true,
          render: (row) => <span style={{ overflowWrap: 'anywhere' }}>{row.message || row.kind}</span>,
        },
        { name: 'kind', label: t('jobs.error_kind'), render: (row) => <code>{row.kind}</code> },
        {
          name: 'attempt',
          label: t('jobs.run'),
          numeric: true,
          render: (row) => format.integer(row.attempt),
        },
        {
          name: 'at',
          label: t('jobs.when'),
          width: 130,
          render: (row) => <DateTime value={row.occurred_at} />,
        },
        {
          name: 'next',
          label: t('jobs.next_try'),
          width: 130,
          render: (row) => (row.retry_at ? <DateTime value={row.retry_at} /> : t('jobs.no_next_try')),
        },
      ]}
    />
  );
}
