import { Ban } from 'lucide-react';
import { useState } from 'react';
import { useParams } from 'react-router';
import { ConfirmDialog } from '~/components/ConfirmDialog.tsx';
import { DateTime } from '~/components/DateTime.tsx';
import { DetailPage } from '~/components/DetailPage.tsx';
import { TrackerPanel } from '~/components/Progress.tsx';
import { trackerName } from '~/components/pace.ts';
import { RecordPage } from '~/components/RecordPage.tsx';
import { StateChip } from '~/components/StateChip.tsx';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import { useTracker } from '~/live/useTracker.ts';
import { useCan, useFormat } from '~/session/useMe.ts';
import { TrackerFacts } from './TrackerFacts.tsx';
import { TrackerJobs } from './TrackerJobs.tsx';
import { TrackerParts } from './TrackerParts.tsx';
import type { WholeTracker } from './types.ts';

/** One long operation, live: its phases, what it consists of, how it ended. */
export function TrackerDetail() {
  const t = useT();
  const { id = '' } = useParams();
  const found = useTracker(Number(id));
  return (
    <RecordPage found={found} list={{ label: t('jobs.tab.trackers'), to: '/jobs?tab=trackers' }}>
      {(data) => <Loaded tracker={data as WholeTracker} />}
    </RecordPage>
  );
}

function Loaded({ tracker }: { tracker: WholeTracker }) {
  const t = useT();
  const format = useFormat();
  const mayCancel = useCan('jobs.cancel');
  const [cancelling, setCancelling] = useState(false);
  const { act, busy } = useAct();
  const name = trackerName(tracker, t);
  const parts = tracker.children.length;
  return (
    <>
      <DetailPage
        title={name}
        chip={
          <StateChip
            state={tracker.status}
            {...(tracker.cancel_requested_at &&
              tracker.status === 'in_progress' && { label: t('jobs.cancel_requested') })}
          />
        }
        note={<DateTime value={tracker.created_at} />}
        crumbs={[
          { label: t('frame.nav.jobs'), to: '/jobs' },
          { label: t('jobs.tab.trackers'), to: '/jobs?tab=trackers' },
          ...(tracker.parent_id
            ? [{ label: t('jobs.parent'), to: `/jobs/trackers/${tracker.parent_id}` }]
            : []),
        ]}
        actions={
          mayCancel && tracker.can_cancel
            ? [
                {
                  name: 'cancel',
                  label: t('jobs.cancel'),
                  icon: Ban,
                  danger: true,
                  disabled: busy,
                  onAct: () => setCancelling(true),
                },
              ]
            : []
        }
        progress={<TrackerPanel tracker={tracker} title={t('jobs.progress')} />}
        tabs={[
          { name: 'facts', label: t('jobs.facts'), content: <TrackerFacts tracker={tracker} /> },
          ...(parts > 0
            ? [
                {
                  name: 'parts',
                  label: t('jobs.parts'),
                  count: format.integer(parts),
                  content: <TrackerParts tracker={tracker} />,
                },
              ]
            : []),
          { name: 'jobs', label: t('jobs.tab.jobs'), content: <TrackerJobs tracker={tracker} /> },
        ]}
      />
      {cancelling && (
        <ConfirmDialog
          title={t('jobs.cancel_ask', { task: name })}
          text={t('jobs.cancel_tracker_text')}
          facts={[
            { label: t('jobs.done'), value: format.integer(tracker.completed) },
            {
              label: t('jobs.left'),
              value: format.integer(Math.max(0, tracker.total - tracker.completed - tracker.failed)),
            },
          ]}
          verb={t('jobs.cancel')}
          danger
          busy={busy}
          onClose={() => setCancelling(false)}
          onConfirm={async () => {
            await act({
              path: `trackers/${tracker.id}/cancel`,
              done: t('jobs.cancelled'),
              refresh: ['tracker', 'trackers', 'jobs', 'home'],
            });
            setCancelling(false);
          }}
        />
      )}
    </>
  );
}
