import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Shape } from '~/api/types.ts';
import { DateTime } from '~/components/DateTime.tsx';
import { EmptyState } from '~/components/EmptyState.tsx';
import { List } from '~/components/list/List.tsx';
import type { BulkAction, Column } from '~/components/list/types.ts';
import { StateChip } from '~/components/StateChip.tsx';
import { MISSING } from '~/format.ts';
import { useT } from '~/i18n/useT.ts';
import { useCan, useFormat } from '~/session/useMe.ts';
import { Clipped } from './Clipped.tsx';
import { errorWords, queueName, taskName } from './names.ts';
import { RetryDialog } from './RetryDialog.tsx';
import { type Job, queues } from './types.ts';

const STATES = ['waiting', 'active', 'delayed', 'failed', 'completed', 'cancelled'] as const;

interface Asked {
  which: Shape<'FailedJobFilter'>;
  count: number;
  clear: () => void;
}

/** The jobs of the shop, the newest first; those that failed can be chosen and run again. */
export function JobList() {
  const t = useT();
  const format = useFormat();
  const mayRetry = useCan('jobs.retry');
  const [params] = useSearchParams();
  const [asked, setAsked] = useState<Asked | null>(null);
  const columns: Column<Job>[] = [
    {
      name: 'task',
      label: t('jobs.task'),
      main: true,
      render: (row) => taskName(row.task, t),
    },
    {
      name: 'state',
      label: t('jobs.state'),
      width: 130,
      sortable: false,
      render: (row) => <StateChip state={row.state} quiet />,
    },
    { name: 'queue', label: t('jobs.queue'), width: 120, render: (row) => queueName(row.queue, t) },
    {
      name: 'error',
      label: t('jobs.error'),
      minWidth: 180,
      sortable: false,
      render: (row) => <Clipped text={row.error ? errorWords(row.error, t) : MISSING} />,
    },
    {
      name: 'attempts',
      label: t('jobs.runs'),
      numeric: true,
      width: 80,
      render: (row) => format.integer(row.attempts),
    },
    {
      name: 'enqueued_at',
      label: t('jobs.enqueued'),
      width: 130,
      sortable: false,
      render: (row) => <DateTime value={row.enqueued_at} relative />,
    },
    {
      name: 'run_at',
      label: t('jobs.due'),
      width: 130,
      hidden: true,
      render: (row) => <DateTime value={row.run_at} relative />,
    },
    {
      name: 'ended_at',
      label: t('jobs.ended'),
      width: 130,
      sortable: false,
      render: (row) => <DateTime value={row.ended_at} relative />,
    },
    {
      name: 'id',
      label: t('jobs.number'),
      numeric: true,
      width: 110,
      render: (row) => String(row.id),
    },
  ];
  const retry: BulkAction = {
    name: 'retry',
    label: t('jobs.retry'),
    icon: RotateCcw,
    // The words of a search cannot be handed on; queue and task can.
    rowsOnly: params.has('q') || params.has('tracker_id'),
    onAct: (selection, clear) =>
      setAsked({
        which: selection.all
          ? {
              queue: (selection.filters.queue ?? null) as Shape<'FailedJobFilter'>['queue'],
              task: selection.filters.task ?? null,
            }
          : { ids: selection.ids.map(Number) },
        count: selection.count,
        clear,
      }),
  };
  return (
    <>
      <List<Job>
        resource="jobs"
        label={t('jobs.tab.jobs')}
        columns={columns}
        defaultSort="-id"
        search={t('jobs.search')}
        filters={[
          {
            name: 'state',
            label: t('jobs.state'),
            kind: 'choice',
            choices: STATES.map((value) => ({ value, label: t(`jobs.in.${value}`) })),
          },
          {
            name: 'queue',
            label: t('jobs.queue'),
            kind: 'choice',
            choices: queues.map((value) => ({ value, label: queueName(value, t) })),
          },
          { name: 'task', label: t('jobs.task'), kind: 'text' },
          { name: 'tracker_id', label: t('jobs.tracker'), kind: 'text' },
        ]}
        rowLink={(row) => `/jobs/${row.id}`}
        bulk={mayRetry && params.get('state') === 'failed' ? [retry] : []}
        empty={<EmptyState title={t('jobs.none')} text={t('jobs.none_text')} />}
      />
      {asked && (
        <RetryDialog
          which={asked.which}
          count={asked.count}
          onClose={() => setAsked(null)}
          onDone={asked.clear}
        />
      )}
    </>
  );
}
