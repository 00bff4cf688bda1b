import { RotateCcw } from 'lucide-react';
import { useGetList } from 'ra-core';
import { useState } from 'react';
import { DetailPage } from '~/components/DetailPage.tsx';
import type { Figure } from '~/components/Figures.tsx';
import { useT } from '~/i18n/useT.ts';
import { useCan, useFormat } from '~/session/useMe.ts';
import { EventList } from './EventList.tsx';
import { JobList } from './JobList.tsx';
import { QueueTable } from './QueueTable.tsx';
import { RetryDialog } from './RetryDialog.tsx';
import { ScheduleTable } from './ScheduleTable.tsx';
import { TrackerList } from './TrackerList.tsx';
import { longestWait, sumOf, useQueues } from './useQueues.ts';

/** What works behind the pages: queues and their jobs, long operations, events that failed, schedules. */
export function JobsPage() {
  const t = useT();
  const format = useFormat();
  const mayRetry = useCan('jobs.retry');
  const [retrying, setRetrying] = useState(false);
  const { data: queues } = useQueues();
  const aside = useGetList('set-aside', {
    pagination: { page: 1, perPage: 1 },
    sort: { field: 'event_id', order: 'ASC' },
  });
  const failed = queues ? sumOf(queues, 'failed') : 0;
  const events = aside.total ?? 0;

  const count = (name: 'waiting' | 'active' | 'delayed' | 'failed'): Figure => ({
    label: t(`jobs.figure.${name}`),
    value: format.integer(queues && sumOf(queues, name)),
    tone: name === 'failed' && failed > 0 ? 'bad' : undefined,
    to: `?state=${name}`,
  });
  return (
    <>
      <DetailPage
        title={t('frame.nav.jobs')}
        crumbs={[]}
        actions={
          mayRetry && failed > 0
            ? [
                {
                  name: 'retry',
                  label: t('jobs.retry_all', { smart_count: failed, _: format.integer(failed) }),
                  icon: RotateCcw,
                  onAct: () => setRetrying(true),
                },
              ]
            : []
        }
        figures={[
          count('waiting'),
          count('active'),
          count('delayed'),
          count('failed'),
          {
            label: t('jobs.figure.oldest'),
            value: format.duration(queues ? longestWait(queues) : null),
            to: '?tab=queues',
          },
          {
            label: t('jobs.figure.rate'),
            value: format.decimal(queues && sumOf(queues, 'rate_per_min')),
            to: '?tab=queues',
          },
        ]}
        tabs={[
          { name: 'jobs', label: t('jobs.tab.jobs'), content: <JobList /> },
          { name: 'queues', label: t('jobs.tab.queues'), content: <QueueTable /> },
          { name: 'trackers', label: t('jobs.tab.trackers'), content: <TrackerList /> },
          {
            name: 'events',
            label: t('jobs.tab.events'),
            count: events > 0 ? format.integer(events) : undefined,
            content: <EventList />,
          },
          { name: 'schedules', label: t('jobs.tab.schedules'), content: <ScheduleTable /> },
        ]}
      />
      {retrying && <RetryDialog which={{}} count={failed} onClose={() => setRetrying(false)} />}
    </>
  );
}
