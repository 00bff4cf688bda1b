import Button from '@mui/material/Button';
import { useState } from 'react';
import type { AfterImportProps } from '~/components/importing/ImportResult.tsx';
import { useT } from '~/i18n/useT.ts';
import { BackfillDialog } from '~/resources/reports/BackfillDialog.tsx';
import { useCan } from '~/session/useMe.ts';

/** What a file has brought changes no credits of before; the backfill that would is offered. */
export function PastOfImport({ run }: AfterImportProps) {
  const t = useT();
  const may = useCan('attribution.recompute');
  const [open, setOpen] = useState(false);
  if (run.status !== 'completed' || run.created_count + run.changed_count === 0) return null;
  return (
    <p role="status" style={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 8, margin: 0 }}>
      <span>{t('ads.past.of_import')}</span>
      {may ? (
        <Button variant="text" color="primary" onClick={() => setOpen(true)}>
          {t('ads.past.backfill')}
        </Button>
      ) : (
        <small>{t('ads.past.ask')}</small>
      )}
      {open && <BackfillDialog onClose={() => setOpen(false)} onStarted={() => setOpen(false)} />}
    </p>
  );
}
