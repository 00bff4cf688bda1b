import Button from '@mui/material/Button';
import { useState } from 'react';
import { asProblem } from '~/api/problem.ts';
import { useT } from '~/i18n/useT.ts';
import { ErrorState } from '../ErrorState.tsx';
import { FileDrop } from '../FileDrop.tsx';
import { FormProblem } from '../form/FormProblem.tsx';
import { PageWait } from '../PageWait.tsx';
import { Panel } from '../Panel.tsx';
import { Progress } from '../Progress.tsx';
import { Wizard } from '../Wizard.tsx';
import { ColumnsStep } from './ColumnsStep.tsx';
import { ImportResult } from './ImportResult.tsx';
import type { ImportRun } from './types.ts';
import { useImport } from './useImport.ts';

const ENDINGS = ['.csv', '.csv.gz', '.gz', '.tsv', '.txt', '.xlsx'];

type Step = 'file' | 'columns' | 'check' | 'go';

/** Where a run stands. */
export function stepOf(run: ImportRun | undefined): Step {
  if (!run) return 'file';
  if (run.status === 'uploaded') return 'columns';
  if (run.status === 'running' || run.status === 'completed') return 'go';
  return run.is_dry_run ? 'check' : 'go';
}

/** From a file to what it changed: choose it, say what its columns are, rehearse, do it. */
export function ImportWizard({ kind }: { kind: string }) {
  const t = useT();
  const { run, upload, start, cancel, leave } = useImport(kind);
  const [back, setBack] = useState<Step | null>(null);
  const at = back ?? stepOf(run.data);
  const problem = upload.error ?? start.error ?? cancel.error;

  function go(choice: Parameters<typeof start.mutate>[0]) {
    setBack(null);
    start.mutate(choice);
  }

  if (run.error) return <ErrorState error={run.error} onRetry={() => void run.refetch()} />;
  if (run.isLoading) return <PageWait />;
  const data = run.data;
  const startable = data?.actions.includes('start') ?? false;
  return (
    <Wizard
      label={t('importing.steps')}
      at={at}
      onGo={(step) => (step === 'file' ? leave() : setBack(step as Step))}
      steps={[
        {
          name: 'file',
          label: t('importing.step_file'),
          chosen: data?.file_name,
          ready: data?.status !== 'running',
        },
        { name: 'columns', label: t('importing.step_columns'), chosen: data?.mapping_name, ready: startable },
        { name: 'check', label: t('importing.step_check'), ready: data?.status === 'checked' },
        { name: 'go', label: t('importing.step_go'), ready: false },
      ]}
    >
      <div style={{ display: 'grid', gap: 16 }}>
        {at === 'file' && (
          <FileDrop
            endings={ENDINGS}
            kinds={t('importing.kinds')}
            file={upload.variables ?? null}
            busy={upload.isPending}
            onFile={(file) => upload.mutate(file)}
          />
        )}
        {at === 'columns' && data && (
          <ColumnsStep
            run={data}
            busy={start.isPending}
            onCheck={(choice) => go({ ...choice, dry_run: true })}
          />
        )}
        {(at === 'check' || at === 'go') && data?.tracker_id && data.status !== 'checked' && (
          <Progress trackerId={data.tracker_id} title={data.file_name} />
        )}
        {data?.status === 'checking' && <p style={{ margin: 0 }}>{t('importing.checking')}</p>}
        {data?.actions.includes('cancel') && (data.status === 'checking' || data.status === 'running') && (
          <Button sx={{ justifySelf: 'start' }} disabled={cancel.isPending} onClick={() => cancel.mutate()}>
            {t('action.cancel')}
          </Button>
        )}
        {data?.error && <Panel title={t('importing.stopped')}>{data.error.detail}</Panel>}
        {(at === 'check' || at === 'go') && data && (
          <ImportResult
            run={data}
            busy={start.isPending}
            onStart={() => go({ dry_run: false, ...mappingOf(data) })}
            onAnother={leave}
          />
        )}
        <FormProblem problem={problem ? asProblem(problem) : null} />
      </div>
    </Wizard>
  );
}

/** The rehearsed mapping is the one that is used. */
function mappingOf(run: ImportRun) {
  return run.mapping ? { mapping: run.mapping } : {};
}
