import Button from '@mui/material/Button';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '~/api/request.ts';
import type { PageOf, Tracker } from '~/api/types.ts';
import { Bar } from '~/components/Bar.tsx';
import { DateTime } from '~/components/DateTime.tsx';
import { EmptyState } from '~/components/EmptyState.tsx';
import { Panel } from '~/components/Panel.tsx';
import { Progress } from '~/components/Progress.tsx';
import { SimpleTable } from '~/components/SimpleTable.tsx';
import { StateChip } from '~/components/StateChip.tsx';
import { useAct } from '~/components/useAct.ts';
import type { Format } from '~/format.ts';
import { useT } from '~/i18n/useT.ts';
import { useLiveRefresh } from '~/live/useLive.ts';
import { isOver } from '~/live/useTracker.ts';
import { isDay } from '~/period.ts';
import { useCan, useFormat } from '~/session/useMe.ts';
import { BackfillDialog } from './BackfillDialog.tsx';

const runsKey = ['trackers', 'attribution_run'] as const;

/** The backfills there were, the newest first. */
export function useBackfills() {
  useLiveRefresh('tracker.', runsKey, 500);
  return useQuery({
    queryKey: runsKey,
    queryFn: async ({ signal }) => {
      const query = { subject_kind: 'attribution_run', per_page: 5 };
      return (await request<PageOf<Tracker>>('GET', 'trackers', { query, signal })).data;
    },
  });
}

/** A run is called by its days: `2026-10-01 – 2026-11-20`. */
function periodWords({ label }: Tracker, format: Format): string {
  const [from, to] = label.split(' – ');
  return from && to && isDay(from) && isDay(to) ? format.dayRange(from, to) : label;
}

/** The backfill at work, live, with the way to stop it; null while there is none. */
export function RunningBackfill() {
  const t = useT();
  const { data: runs = [] } = useBackfills();
  const format = useFormat();
  const { act, busy } = useAct();
  const run = runs.find((one) => !isOver(one));
  if (!run) return null;
  return (
    <div style={{ marginBottom: 16, display: 'grid', gap: 8, justifyItems: 'stretch' }}>
      <Progress
        trackerId={run.id}
        title={t('reports.backfill.running', { period: periodWords(run, format) })}
      />
      {run.can_cancel && (
        <Button
          sx={{ justifySelf: 'start' }}
          disabled={busy}
          onClick={() =>
            void act({
              path: `trackers/${run.id}/cancel`,
              done: t('reports.backfill.cancelling'),
              refresh: ['trackers', 'tracker'],
            }).catch(() => undefined)
          }
        >
          {t('reports.backfill.cancel')}
        </Button>
      )}
    </div>
  );
}

/** What was matched anew, and the button for more. */
export function Backfills() {
  const t = useT();
  const format = useFormat();
  const may = useCan('attribution.recompute');
  const { data: runs = [] } = useBackfills();
  const [open, setOpen] = useState(false);
  const outcome = (run: Tracker, name: 'lines' | 'entries') => {
    const value = run.outcome[name];
    return format.integer(typeof value === 'number' ? value : null);
  };
  return (
    <Panel
      title={t('reports.backfill.list')}
      flush
      aside={may && <Button onClick={() => setOpen(true)}>{t('reports.backfill.open')}</Button>}
    >
      {runs.length === 0 && (
        <EmptyState small title={t('reports.backfill.none')} text={t('reports.backfill.none_text')} />
      )}
      {runs.length > 0 && (
        <SimpleTable
          label={t('reports.backfill.list')}
          rows={runs}
          columns={[
            {
              name: 'label',
              label: t('reports.backfill.period'),
              main: true,
              render: (run) => periodWords(run, format),
            },
            {
              name: 'status',
              label: t('reports.col.status'),
              render: (run) =>
                isOver(run) ? (
                  <StateChip state={run.status} quiet />
                ) : (
                  <span style={{ display: 'block', width: 90, paddingTop: 6 }}>
                    <Bar done={run.progress / 100} failed={0} thin />
                  </span>
                ),
            },
            {
              name: 'lines',
              label: t('reports.backfill.lines'),
              numeric: true,
              render: (run) => outcome(run, 'lines'),
            },
            {
              name: 'entries',
              label: t('reports.backfill.entries'),
              numeric: true,
              render: (run) => outcome(run, 'entries'),
            },
            {
              name: 'by',
              label: t('reports.backfill.by'),
              render: (run) => run.created_by,
            },
            {
              name: 'at',
              label: t('reports.backfill.at'),
              render: (run) => <DateTime value={run.created_at} relative />,
            },
          ]}
        />
      )}
      {open && <BackfillDialog onClose={() => setOpen(false)} onStarted={() => setOpen(false)} />}
    </Panel>
  );
}
