import type { Tracker } from '~/api/types.ts';
import { actorWords } from '~/components/actorWords.ts';
import { DateTime } from '~/components/DateTime.tsx';
import { EmptyState } from '~/components/EmptyState.tsx';
import { List } from '~/components/list/List.tsx';
import type { Column } from '~/components/list/types.ts';
import { TrackerBar } from '~/components/Progress.tsx';
import { secondsOf, trackerName } from '~/components/pace.ts';
import { StateChip } from '~/components/StateChip.tsx';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { Clipped } from './Clipped.tsx';

const STATES = ['pending', 'in_progress', 'completed', 'failed', 'cancelled'] as const;

/** Long operations, the newest first: imports, backfills, and whatever else takes its time. */
export function TrackerList() {
  const t = useT();
  return (
    <List<Tracker>
      resource="trackers"
      label={t('jobs.tab.trackers')}
      columns={useTrackerColumns()}
      defaultSort="-created_at"
      search={t('list.search')}
      filters={[
        {
          name: 'status',
          label: t('jobs.state'),
          kind: 'choice',
          choices: STATES.map((value) => ({ value, label: t(`state.${value}`) })),
        },
      ]}
      rowLink={(row) => `/jobs/trackers/${row.id}`}
      live="tracker."
      empty={<EmptyState title={t('jobs.no_trackers')} text={t('jobs.no_trackers_text')} />}
    />
  );
}

export function useTrackerColumns(): Column<Tracker>[] {
  const t = useT();
  const format = useFormat();
  return [
    {
      name: 'label',
      label: t('jobs.tracker'),
      main: true,
      sortable: false,
      render: (row) => trackerName(row, t),
    },
    {
      name: 'status',
      label: t('jobs.state'),
      width: 140,
      render: (row) => <StateChip state={row.status} quiet />,
    },
    {
      name: 'progress',
      label: t('jobs.progress'),
      width: 170,
      render: (row) => <ProgressCell tracker={row} />,
    },
    {
      name: 'completed',
      label: t('jobs.done'),
      numeric: true,
      width: 100,
      sortable: false,
      render: (row) => format.integer(row.completed),
    },
    {
      name: 'failed',
      label: t('jobs.failed'),
      numeric: true,
      width: 90,
      sortable: false,
      render: (row) => format.integer(row.failed),
    },
    {
      name: 'by',
      label: t('jobs.by'),
      width: 170,
      sortable: false,
      render: (row) => <Clipped text={actorWords(row.created_by, t)} />,
    },
    {
      name: 'created_at',
      label: t('jobs.started'),
      width: 130,
      render: (row) => <DateTime value={row.created_at} relative />,
    },
    {
      name: 'took',
      label: t('jobs.took'),
      numeric: true,
      width: 100,
      sortable: false,
      render: (row) => format.duration(secondsOf(row)),
    },
  ];
}

function ProgressCell({ tracker }: { tracker: Tracker }) {
  const format = useFormat();
  return (
    <span style={{ display: 'flex', alignItems: 'center', gap: 8, width: '100%', minWidth: 120 }}>
      <span style={{ flex: 1 }} aria-hidden="true">
        <TrackerBar tracker={tracker} thin />
      </span>
      {format.percent(tracker.progress / 100)}
    </span>
  );
}
