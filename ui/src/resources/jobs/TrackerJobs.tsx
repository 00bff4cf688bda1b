import { DateTime } from '~/components/DateTime.tsx';
import { EmptyState } from '~/components/EmptyState.tsx';
import { List } from '~/components/list/List.tsx';
import { StateChip } from '~/components/StateChip.tsx';
import { MISSING } from '~/format.ts';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { Clipped } from './Clipped.tsx';
import { errorWords, taskName } from './names.ts';
import type { Job, WholeTracker } from './types.ts';

/** The jobs that work for it; those that ended well are kept for a week. */
export function TrackerJobs({ tracker }: { tracker: WholeTracker }) {
  const t = useT();
  const format = useFormat();
  return (
    <List<Job>
      resource="jobs"
      label={t('jobs.tab.jobs')}
      always={{ tracker_id: tracker.id }}
      defaultSort="-id"
      rowLink={(row) => `/jobs/${row.id}`}
      empty={<EmptyState title={t('jobs.none')} text={t('jobs.kept_text')} />}
      columns={[
        { name: 'task', label: t('jobs.task'), main: true, render: (row) => taskName(row.task, t) },
        {
          name: 'state',
          label: t('jobs.state'),
          width: 130,
          sortable: false,
          render: (row) => <StateChip state={row.state} quiet />,
        },
        {
          name: 'error',
          label: t('jobs.error'),
          sortable: false,
          render: (row) => <Clipped text={row.error ? errorWords(row.error, t) : MISSING} />,
        },
        {
          name: 'attempts',
          label: t('jobs.runs'),
          numeric: true,
          width: 90,
          render: (row) => format.integer(row.attempts),
        },
        {
          name: 'ended_at',
          label: t('jobs.ended'),
          width: 140,
          sortable: false,
          render: (row) => <DateTime value={row.ended_at} relative />,
        },
      ]}
    />
  );
}
