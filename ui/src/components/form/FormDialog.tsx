import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { styled } from '@mui/material/styles';
import { type ReactNode, useId, useState } from 'react';
import { type DefaultValues, type FieldValues, FormProvider, type Path, useForm } from 'react-hook-form';
import { asProblem, type Problem } from '~/api/problem.ts';
import { useT } from '~/i18n/useT.ts';
import { saidWords } from '../problemWords.ts';
import { FormProblem } from './FormProblem.tsx';

export interface FormDialogProps<V extends FieldValues> {
  title: string;
  /** What will come of it. */
  text?: ReactNode;
  /** The verb on the button. */
  verb: string;
  defaults: DefaultValues<V>;
  size?: 'xs' | 'sm' | 'md';
  danger?: boolean;
  /** Throws when it is refused: the complaints then stand at their fields. */
  onSubmit: (values: V) => Promise<void>;
  onClose: () => void;
  children?: ReactNode;
}

/** A few fields and a verb in a dialog; what was typed stays through every refusal. */
export function FormDialog<V extends FieldValues>(props: FormDialogProps<V>) {
  const { title, text, verb, defaults, size = 'xs', danger = false, onSubmit, onClose, children } = props;
  const t = useT();
  const id = useId();
  const form = useForm<V>({ defaultValues: defaults, mode: 'onTouched' });
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = form.handleSubmit(async (values) => {
    setProblem(null);
    setBusy(true);
    try {
      await onSubmit(values);
    } catch (thrown) {
      const refusal = asProblem(thrown);
      for (const { field, message } of refusal.fields) {
        const name = fieldOf(field, form.getValues());
        if (name) form.setError(name as Path<V>, { type: 'server', message: saidWords(message, t) });
      }
      setProblem(refusal);
    } finally {
      setBusy(false);
    }
  });

  return (
    <Dialog open onClose={busy ? undefined : onClose} maxWidth={size} fullWidth aria-labelledby={id}>
      <DialogTitle id={id}>{title}</DialogTitle>
      <FormProvider {...form}>
        <form
          noValidate
          onSubmit={(event) => {
            // A dialog opened from a form lies inside it for React, not for the page.
            event.stopPropagation();
            void submit(event);
          }}
        >
          <DialogContent sx={{ display: 'grid', gap: 4 }}>
            {text && <Text>{text}</Text>}
            {children}
            <FormProblem problem={problem} />
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose} disabled={busy}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" variant="contained" color={danger ? 'error' : 'primary'} disabled={busy}>
              {verb}
            </Button>
          </DialogActions>
        </form>
      </FormProvider>
    </Dialog>
  );
}

/** `prices.0.price` complains of the field `price`; null where the form has no such field. */
function fieldOf(path: string, values: object): string | null {
  return path.split('.').find((part) => part in values) ?? null;
}

const Text = styled('p')(({ theme }) => ({
  margin: 0,
  fontSize: '0.8125rem',
  lineHeight: '19px',
  color: theme.vars.palette.text.secondary,
}));
