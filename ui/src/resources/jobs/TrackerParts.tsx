import { Link } from 'react-router';
import { trackerName } from '~/components/pace.ts';
import { ReportTable } from '~/components/ReportTable.tsx';
import { useT } from '~/i18n/useT.ts';
import { useTrackerColumns } from './TrackerList.tsx';
import type { WholeTracker } from './types.ts';

/** The operations that this one consists of. */
export function TrackerParts({ tracker }: { tracker: WholeTracker }) {
  const t = useT();
  const [name, ...rest] = useTrackerColumns();
  if (!name) return null;
  return (
    <ReportTable
      label={t('jobs.parts')}
      rows={tracker.children}
      columns={[
        { ...name, render: (row) => <Link to={`/jobs/trackers/${row.id}`}>{trackerName(row, t)}</Link> },
        ...rest,
      ]}
    />
  );
}
