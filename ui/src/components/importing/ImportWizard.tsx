import Button from '@mui/material/Button';
import { type ComponentType, useState } from 'react';
import { asProblem } from '~/api/problem.ts';
import { useT } from '~/i18n/useT.ts';
import { ErrorState } from '../ErrorState.tsx';
import { FileDrop } from '../FileDrop.tsx';
import { FormProblem } from '../form/FormProblem.tsx';
import { PageWait } from '../PageWait.tsx';
import { Panel } from '../Panel.tsx';
import { Progress } from '../Progress.tsx';
import { Wizard, type WizardStep } from '../Wizard.tsx';
import { ColumnsStep } from './ColumnsStep.tsx';
import { EarlierImports } from './EarlierImports.tsx';
import { type AfterImportProps, ImportResult } from './ImportResult.tsx';
import type { ImportRun, Options } from './types.ts';
import { isMoving, type MappingChoice, useImport, useKnownMappings } from './useImport.ts';
import { mappingTitle } from './words.ts';

const ENDINGS = ['.csv', '.csv.gz', '.gz', '.tsv', '.txt', '.xlsx'];

type Step = 'file' | 'columns' | 'check' | 'go';

/** Where a run stands. */
export function stepOf(run: ImportRun | undefined): Step {
  if (!run) return 'file';
  if (run.status === 'uploaded') return 'columns';
  if (run.status === 'running' || run.status === 'completed') return 'go';
  return run.is_dry_run ? 'check' : 'go';
}

export interface ImportWizardProps {
  kind: string;
  /** Endings of files that this kind takes besides tables: `.xml`. */
  alsoEndings?: string[];
  /** What is meant for the whole file, until something else is said. */
  options?: Options;
  /** Shown with what became of a file. */
  After?: ComponentType<AfterImportProps>;
}

/** From a file to what it changed: choose it, say what its columns are, rehearse, do it. */
export function ImportWizard({ kind, alsoEndings = [], options, After }: ImportWizardProps) {
  const t = useT();
  const { run, upload, repeat, start, cancel, leave, open } = useImport(kind);
  const [back, setBack] = useState<Step | null>(null);
  const data = run.data;
  const at = back ?? stepOf(data);
  const problem = upload.error ?? repeat.error ?? start.error ?? cancel.error;
  const steps = useSteps(kind, data);

  function go(choice: MappingChoice, dryRun: boolean) {
    start.mutate({ ...choice, dry_run: dryRun }, { onSuccess: () => setBack(null) });
  }

  /** A run that is not over is rehearsed again; one that is needs its file, if it was chosen here. */
  function repeating(of: ImportRun): (() => void) | null {
    const file = upload.variables;
    if (of.is_dry_run && of.actions.includes('start')) return () => go(asRehearsed(of), true);
    return of.status === 'completed' && file ? () => repeat.mutate({ file, choice: asRehearsed(of) }) : null;
  }

  function toFile() {
    setBack(null);
    leave();
  }

  if (run.error) return <ErrorState error={run.error} onRetry={() => void run.refetch()} />;
  if (run.isLoading) return <PageWait />;
  if (data && data.kind !== kind) return <ErrorState error={new Error()} title={t('problem.not_found')} />;
  const outcome = at === 'check' || at === 'go';
  return (
    <Wizard
      label={t('importing.steps')}
      at={at}
      onGo={(step) => (step === 'file' ? toFile() : setBack(step as Step))}
      steps={steps}
    >
      <div style={{ display: 'grid', gap: 16, minWidth: 0 }}>
        {at === 'file' && (
          <FileDrop
            endings={[...ENDINGS, ...alsoEndings]}
            kinds={t('importing.kinds')}
            file={upload.variables ?? null}
            busy={upload.isPending}
            onFile={(file) => upload.mutate(file)}
          />
        )}
        {at === 'columns' && data && (
          <ColumnsStep
            key={data.id}
            run={data}
            options={options}
            busy={start.isPending}
            onCheck={(choice) => go(choice, true)}
          />
        )}
        {outcome && data?.tracker_id && (isMoving(data) || data.status === 'failed') && (
          <Progress trackerId={data.tracker_id} title={data.file_name} />
        )}
        {data?.status === 'checking' && <p style={{ margin: 0 }}>{t('importing.checking')}</p>}
        {isMoving(data) && data?.actions.includes('cancel') && (
          <Button sx={{ justifySelf: 'start' }} disabled={cancel.isPending} onClick={() => cancel.mutate()}>
            {t('importing.cancel')}
          </Button>
        )}
        {outcome && data?.error && <Panel title={t('importing.stopped')}>{data.error.detail}</Panel>}
        {outcome && data && (
          <ImportResult
            run={data}
            busy={start.isPending || repeat.isPending}
            onStart={() => go(asRehearsed(data), false)}
            onRepeat={repeating(data)}
            onAnother={toFile}
            After={After}
          />
        )}
        <FormProblem problem={problem ? asProblem(problem) : null} />
        {at === 'file' && <EarlierImports kind={kind} onOpen={open} />}
      </div>
    </Wizard>
  );
}

function useSteps(kind: string, data: ImportRun | undefined): WizardStep[] {
  const t = useT();
  const known = useKnownMappings(kind);
  const still = !isMoving(data);
  const title = known?.find(({ name }) => name === data?.mapping_name)?.title;
  return [
    { name: 'file', label: t('importing.step_file'), chosen: data?.file_name, ready: still },
    {
      name: 'columns',
      label: t('importing.step_columns'),
      chosen: mappingTitle(data?.mapping_name ?? null, title, t),
      ready: still && (data?.actions.includes('start') ?? false),
    },
    { name: 'check', label: t('importing.step_check'), ready: data?.status === 'checked' },
    { name: 'go', label: t('importing.step_go'), ready: false },
  ];
}

/** The rehearsed mapping and options are the ones that are used. */
function asRehearsed({ mapping, mapping_name, options }: ImportRun): MappingChoice {
  return { ...(mapping ? { mapping } : { mapping_name: mapping_name ?? '' }), options };
}
