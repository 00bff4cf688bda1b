import { useQuery } from '@tanstack/react-query';
import { request } from '~/api/request.ts';
import { DateTime } from '~/components/DateTime.tsx';
import { ErrorState } from '~/components/ErrorState.tsx';
import { PageWait } from '~/components/PageWait.tsx';
import { ReportTable } from '~/components/ReportTable.tsx';
import { MISSING } from '~/format.ts';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { taskName } from './names.ts';
import type { Schedule } from './types.ts';

const EVERY_MS = 15_000;

/** What starts by the clock: when it did last, and when it does next. */
export function ScheduleTable() {
  const t = useT();
  const format = useFormat();
  const { data, error, refetch } = useQuery({
    queryKey: ['jobs', 'schedules'],
    queryFn: async ({ signal }) =>
      (await request<{ data: Schedule[] }>('GET', 'jobs/schedules', { signal })).data,
    refetchInterval: EVERY_MS,
  });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <PageWait />;

  const rhythm = ({ every_s: every, daily_at: daily, timezone }: Schedule) => {
    if (daily) return t('jobs.rhythm.daily', { at: daily.slice(0, 5), zone: timezone });
    return t('jobs.rhythm.every', { time: format.duration(every) });
  };
  return (
    <ReportTable<Schedule>
      label={t('jobs.tab.schedules')}
      rows={data}
      columns={[
        { name: 'name', label: t('jobs.schedule'), main: true, render: (row) => taskName(row.task, t) },
        { name: 'rhythm', label: t('jobs.rhythm.label'), render: rhythm },
        {
          name: 'for',
          label: t('jobs.serves'),
          render: (row) => t(row.everywhere ? 'jobs.everywhere' : 'jobs.this_shop'),
        },
        {
          name: 'last',
          label: t('jobs.last_run'),
          render: (row) => <DateTime value={row.last_run_at} relative />,
        },
        {
          name: 'next',
          label: t('jobs.next_run'),
          render: (row) => (row.active ? <DateTime value={row.next_run_at} relative /> : MISSING),
        },
      ]}
    />
  );
}
