import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import type { ReactNode } from 'react';
import { useT } from '~/i18n/useT.ts';
import { SimpleTable } from './SimpleTable.tsx';

export interface ConflictField {
  label: string;
  mine: ReactNode;
  theirs: ReactNode;
}

export interface ConflictDialogProps {
  /** Only the fields that differ. */
  fields: ConflictField[];
  busy?: boolean;
  onKeepTheirs: () => void;
  onSaveMine: () => void;
}

/** Someone saved first: both versions side by side, and the choice. */
export function ConflictDialog({ fields, busy = false, onKeepTheirs, onSaveMine }: ConflictDialogProps) {
  const t = useT();
  const rows = fields.map((field) => ({ id: field.label, ...field }));
  return (
    <Dialog open maxWidth="sm" fullWidth aria-labelledby="conflict-title" aria-describedby="conflict-text">
      <DialogTitle id="conflict-title">{t('conflict.title')}</DialogTitle>
      <DialogContent>
        <p id="conflict-text" style={{ margin: '0 0 12px', fontSize: '0.8125rem' }}>
          {t('conflict.text')}
        </p>
        <SimpleTable
          label={t('conflict.title')}
          rows={rows}
          columns={[
            { name: 'label', label: t('conflict.field'), render: (row) => row.label, main: true },
            { name: 'mine', label: t('conflict.mine'), render: (row) => row.mine },
            { name: 'theirs', label: t('conflict.theirs'), render: (row) => row.theirs },
          ]}
        />
      </DialogContent>
      <DialogActions>
        <Button onClick={onKeepTheirs} disabled={busy}>
          {t('conflict.keep_theirs')}
        </Button>
        <Button variant="contained" onClick={onSaveMine} disabled={busy}>
          {t('conflict.save_mine')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
