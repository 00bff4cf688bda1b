import Button from '@mui/material/Button';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { FigureStrip } from '../Figures.tsx';
import { RejectedRows } from './RejectedRows.tsx';
import type { ImportRun } from './types.ts';
import { isMoving } from './useImport.ts';

export interface ImportResultProps {
  run: ImportRun;
  busy: boolean;
  onStart: () => void;
  onAnother: () => void;
}

/** What a rehearsal would change, or an import has changed; and every row that was not taken, with the reason. */
export function ImportResult({ run, busy, onStart, onAnother }: ImportResultProps) {
  const t = useT();
  const format = useFormat();
  if (isMoving(run)) return null;
  const taken = run.rows_read - run.rows_rejected - run.rows_skipped;
  const nothing = run.created_count + run.changed_count === 0;
  return (
    <>
      <FigureStrip
        label={t('importing.step_check')}
        figures={[
          { label: t('importing.rows'), value: format.integer(run.rows_read) },
          { label: t('importing.created'), value: format.integer(run.created_count) },
          { label: t('importing.updated'), value: format.integer(run.changed_count) },
          { label: t('importing.unchanged'), value: format.integer(run.unchanged_count) },
          {
            label: t('importing.rejected'),
            value: format.integer(run.rows_rejected),
            tone: run.rows_rejected > 0 ? 'bad' : undefined,
          },
        ]}
      />
      {run.warnings.map((warning) => (
        <p key={warning} style={{ margin: 0 }}>
          {warning}
        </p>
      ))}
      {run.rows_rejected > 0 && <RejectedRows runId={run.id} />}
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'center' }}>
        {run.actions.includes('start') && (
          <Button variant="contained" disabled={busy || taken <= 0} onClick={onStart}>
            {t('importing.go', { count: format.integer(taken) })}
          </Button>
        )}
        <Button onClick={onAnother}>{t('importing.again')}</Button>
        {run.status === 'checked' && nothing && <span>{t('importing.nothing_to_do')}</span>}
      </div>
    </>
  );
}
