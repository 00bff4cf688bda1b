import Dialog from '@mui/material/Dialog';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useId } from 'react';
import type { FieldValues } from 'react-hook-form';
import { RecordForm, type RecordFormProps } from './RecordForm.tsx';
import type { SavedRecord } from './useSave.ts';

export interface RecordDialogProps<V extends FieldValues, R extends SavedRecord>
  extends Omit<RecordFormProps<V, R>, 'onCancel'> {
  title: string;
  onClose: () => void;
}

/** A record small enough to be made and edited without leaving the list it stands in. */
export function RecordDialog<V extends FieldValues, R extends SavedRecord>({
  title,
  onClose,
  ...form
}: RecordDialogProps<V, R>) {
  const id = useId();
  return (
    <Dialog open onClose={onClose} maxWidth="xs" fullWidth aria-labelledby={id}>
      <DialogTitle id={id}>{title}</DialogTitle>
      <DialogContent>
        <RecordForm<V, R> {...form} onCancel={onClose} />
      </DialogContent>
    </Dialog>
  );
}
