import Button from '@mui/material/Button';
import type { ComponentType } from 'react';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { type Figure, FigureStrip } from '../Figures.tsx';
import { RejectedRows } from './RejectedRows.tsx';
import type { ImportRun } from './types.ts';
import { isMoving } from './useImport.ts';

/** What a kind has to say of its own when a file was rehearsed or is in. */
export interface AfterImportProps {
  run: ImportRun;
  busy: boolean;
  /** Rehearses the same file once more; null where it is not at hand. */
  onRepeat: (() => void) | null;
  onAnother: () => void;
}

export interface ImportResultProps extends AfterImportProps {
  onStart: () => void;
  After?: ComponentType<AfterImportProps> | undefined;
}

/** What a rehearsal would change, or an import has changed; and every row that was not taken, with the reason. */
export function ImportResult({ run, busy, onStart, onRepeat, onAnother, After }: ImportResultProps) {
  const t = useT();
  const format = useFormat();
  const figures = useFigures(run);
  if (isMoving(run)) return null;
  const taken = run.rows_read - run.rows_rejected - run.rows_skipped;
  const nothing = run.created_count + run.changed_count === 0;
  const startable = run.actions.includes('start');
  return (
    <>
      {run.status === 'completed' && <p style={{ margin: 0 }}>{t('importing.completed')}</p>}
      <FigureStrip label={t('importing.step_check')} figures={figures} />
      {run.warnings.map((warning) => (
        <p key={warning} style={{ margin: 0 }}>
          {warning}
        </p>
      ))}
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'center' }}>
        {startable && (
          <Button variant="contained" disabled={busy || taken <= 0} onClick={onStart}>
            {run.is_dry_run
              ? t('importing.go', { smart_count: taken, count: format.integer(taken) })
              : t('importing.go_on')}
          </Button>
        )}
        <Button onClick={onAnother}>{t('importing.again')}</Button>
        {run.status === 'checked' && nothing && <span>{t('importing.nothing_to_do')}</span>}
      </div>
      {After && <After run={run} busy={busy} onRepeat={onRepeat} onAnother={onAnother} />}
      {run.rows_rejected > 0 && (
        <RejectedRows runId={run.id} verdict="rejected" of={run.finished_at} headers={run.columns} />
      )}
      {run.rows_noted > 0 && (
        <RejectedRows runId={run.id} verdict="noted" of={run.finished_at} headers={run.columns} />
      )}
    </>
  );
}

function useFigures(run: ImportRun): Figure[] {
  const t = useT();
  const format = useFormat();
  const figure = (label: string, count: number, tone?: Figure['tone']): Figure => ({
    label,
    value: format.integer(count),
    tone: count > 0 ? tone : undefined,
  });
  return [
    figure(t('importing.rows'), run.rows_read),
    figure(t('importing.created'), run.created_count),
    figure(t('importing.updated'), run.changed_count),
    figure(t('importing.unchanged'), run.unchanged_count),
    ...(run.rows_skipped > 0 ? [figure(t('importing.skipped'), run.rows_skipped)] : []),
    ...(run.rows_noted > 0 ? [figure(t('importing.noted'), run.rows_noted, 'warn')] : []),
    figure(t('importing.rejected'), run.rows_rejected, 'bad'),
  ];
}
