import { Link } from 'react-router';
import { DateTime } from '~/components/DateTime.tsx';
import { FactList } from '~/components/FactList.tsx';
import { Columns, Panel } from '~/components/Panel.tsx';
import { MISSING } from '~/format.ts';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { Code } from './Code.tsx';
import { queueName } from './names.ts';
import type { JobDetails } from './types.ts';

/** When and where it ran, and what it was asked to do. */
export function JobFacts({ job }: { job: JobDetails }) {
  const t = useT();
  const format = useFormat();
  return (
    <Columns>
      <Panel title={t('jobs.course')} flush>
        <FactList
          facts={[
            { label: t('jobs.task_code'), value: <code>{job.task}</code> },
            {
              label: t('jobs.queue'),
              value: <Link to={`/jobs?queue=${job.queue}`}>{queueName(job.queue, t)}</Link>,
            },
            {
              label: t('jobs.tracker'),
              value: job.tracker_id ? (
                <Link to={`/jobs/trackers/${job.tracker_id}`}>
                  {t('jobs.numbered', { id: job.tracker_id })}
                </Link>
              ) : (
                MISSING
              ),
            },
            { label: t('jobs.runs'), value: format.integer(job.attempts) },
            { label: t('jobs.enqueued'), value: <DateTime value={job.enqueued_at} /> },
            { label: t('jobs.due'), value: <DateTime value={job.run_at} /> },
            { label: t('jobs.started'), value: <DateTime value={job.started_at} /> },
            { label: t('jobs.ended'), value: <DateTime value={job.ended_at} /> },
            { label: t('jobs.lock'), value: job.lock ? <code>{job.lock}</code> : MISSING },
          ]}
        />
      </Panel>
      <Panel title={t('jobs.arguments')}>
        {Object.keys(job.arguments).length > 0 ? (
          <Code label={t('jobs.arguments')} text={JSON.stringify(job.arguments, null, 2)} />
        ) : (
          MISSING
        )}
      </Panel>
    </Columns>
  );
}
