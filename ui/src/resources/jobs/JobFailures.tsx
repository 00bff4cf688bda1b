import { styled } from '@mui/material/styles';
import { CopyButton } from '~/components/CopyBox.tsx';
import { DateTime } from '~/components/DateTime.tsx';
import { EmptyState } from '~/components/EmptyState.tsx';
import { Panel } from '~/components/Panel.tsx';
import { ReportTable } from '~/components/ReportTable.tsx';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { Code } from './Code.tsx';
import { errorWords } from './names.ts';
import type { JobDetails } from './types.ts';

/**
 * Every run that failed, the last one first: what was said, and whether another one followed by itself; for
 * administrators also where in the program the last one broke.
 */
export function JobFailures({ job }: { job: JobDetails }) {
  const t = useT();
  const format = useFormat();
  if (job.errors.length === 0)
    return (
      <Panel>
        <EmptyState small title={t('jobs.no_failures')} />
      </Panel>
    );
  const last = job.errors.find(({ trace }) => trace !== null);
  return (
    <div style={{ display: 'grid', gap: 16 }}>
      <ReportTable
        label={t('jobs.failures')}
        rows={job.errors.map((error, i) => ({ id: i, ...error }))}
        columns={[
          {
            name: 'message',
            label: t('jobs.error'),
            main: true,
            render: (row) => <span style={{ overflowWrap: 'anywhere' }}>{errorWords(row, t)}</span>,
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
      {last?.trace && (
        <Panel title={t('jobs.trace', { attempt: last.attempt })} aside={<CopyButton text={last.trace} />}>
          <Note>{t('jobs.trace_text')}</Note>
          <Code label={t('jobs.trace', { attempt: last.attempt })} text={last.trace} />
        </Panel>
      )}
    </div>
  );
}

const Note = styled('p')(({ theme }) => ({
  margin: '0 0 8px',
  fontSize: '0.8125rem',
  lineHeight: '19px',
  color: theme.vars.palette.text.secondary,
}));
