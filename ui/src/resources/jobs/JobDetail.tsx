import { Ban, RotateCcw } from 'lucide-react';
import { useGetOne } from 'ra-core';
import { useState } from 'react';
import { useParams } from 'react-router';
import { ConfirmDialog } from '~/components/ConfirmDialog.tsx';
import { type DetailAction, DetailPage } from '~/components/DetailPage.tsx';
import { RecordPage } from '~/components/RecordPage.tsx';
import { StateChip } from '~/components/StateChip.tsx';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import { useCan } from '~/session/useMe.ts';
import { JobFacts } from './JobFacts.tsx';
import { JobFailures } from './JobFailures.tsx';
import { taskName } from './names.ts';
import type { JobDetails } from './types.ts';

const EVERY_MS = 4_000;
const MOVING = new Set(['waiting', 'active', 'delayed']);

export function JobDetail() {
  const t = useT();
  const { id = '' } = useParams();
  const found = useGetOne<JobDetails>(
    'jobs',
    { id: Number(id) },
    { refetchInterval: ({ state }) => (state.data && MOVING.has(state.data.state) ? EVERY_MS : false) },
  );
  return (
    <RecordPage found={found} list={{ label: t('frame.nav.jobs'), to: '/jobs' }}>
      {(data) => <Loaded job={data} />}
    </RecordPage>
  );
}

function Loaded({ job }: { job: JobDetails }) {
  const t = useT();
  const mayRetry = useCan('jobs.retry');
  const mayCancel = useCan('jobs.cancel');
  const [cancelling, setCancelling] = useState(false);
  const { act, busy } = useAct();
  const refresh = ['jobs', 'home', 'trackers', 'tracker'];
  const actions: DetailAction[] = [];
  if (mayRetry && job.can_retry)
    actions.push({
      name: 'retry',
      label: t('jobs.retry'),
      icon: RotateCcw,
      primary: true,
      disabled: busy,
      onAct: () => act({ path: `jobs/${job.id}/retry`, done: t('jobs.retried_one'), refresh }),
    });
  if (mayCancel && job.can_cancel)
    actions.push({
      name: 'cancel',
      label: t('jobs.cancel'),
      icon: Ban,
      danger: true,
      disabled: busy,
      onAct: () => setCancelling(true),
    });
  const failures = {
    name: 'failures',
    label: t('jobs.failures'),
    count: job.errors.length > 0 ? String(job.errors.length) : undefined,
    content: <JobFailures job={job} />,
  };
  const facts = { name: 'facts', label: t('jobs.facts'), content: <JobFacts job={job} /> };
  return (
    <>
      <DetailPage
        title={taskName(job.task, t)}
        chip={
          <StateChip
            state={job.state}
            {...(job.cancel_requested && job.state === 'active' && { label: t('jobs.cancel_requested') })}
          />
        }
        note={t('jobs.numbered', { id: job.id })}
        crumbs={[{ label: t('frame.nav.jobs'), to: '/jobs' }]}
        actions={actions}
        tabs={job.state === 'failed' ? [failures, facts] : [facts, failures]}
      />
      {cancelling && (
        <ConfirmDialog
          title={t('jobs.cancel_ask', { task: taskName(job.task, t) })}
          text={t(job.state === 'active' ? 'jobs.cancel_running_text' : 'jobs.cancel_text')}
          verb={t('jobs.cancel')}
          danger
          busy={busy}
          onClose={() => setCancelling(false)}
          onConfirm={async () => {
            await act({ path: `jobs/${job.id}/cancel`, done: t('jobs.cancelled'), refresh });
            setCancelling(false);
          }}
        />
      )}
    </>
  );
}
