import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { type ReactNode, useMemo } from 'react';
import { type DefaultValues, type FieldValues, FormProvider, useForm } from 'react-hook-form';
import { useT } from '~/i18n/useT.ts';
import { ConflictDialog } from '../ConflictDialog.tsx';
import { FormProblem } from './FormProblem.tsx';
import { LeaveGuard } from './LeaveGuard.tsx';
import { type FieldWords, FieldWordsContext } from './labels.ts';
import { type SavedRecord, useSave } from './useSave.ts';

export interface RecordFormProps<V extends FieldValues, R extends SavedRecord> {
  resource: string;
  /** What is being edited; without it something new is made. */
  record?: R;
  defaults: DefaultValues<V>;
  /** From a record to what the fields hold; needed for editing. */
  fromRecord?: (record: R) => DefaultValues<V>;
  /** From the fields to what the API takes. */
  toApi: (values: V) => object;
  /** Verb on the button. */
  verb?: string;
  onSaved: (record: R) => void;
  onCancel?: () => void;
  /** As wide as the page, for what is more than a column of fields. */
  wide?: boolean;
  children: ReactNode;
}

/**
 * A form over one record. What was typed stays through every refusal; complaints stand at their fields; a lost
 * update shows both versions; leaving with something unsaved asks first.
 */
export function RecordForm<V extends FieldValues, R extends SavedRecord>(props: RecordFormProps<V, R>) {
  const { resource, record, defaults, fromRecord, toApi, verb, onSaved, onCancel, wide, children } = props;
  const t = useT();
  const words = useMemo(() => new Map<string, FieldWords>(), []);
  const initial = record && fromRecord ? fromRecord(record) : defaults;
  const form = useForm<V>({ defaultValues: initial, mode: 'onTouched' });
  const save = useSave<V, R>({ resource, record, form, toApi, fromRecord, words, onSaved });
  const { isDirty } = form.formState;

  return (
    <FieldWordsContext value={words}>
      <FormProvider {...form}>
        <Sheet noValidate data-wide={wide || undefined} onSubmit={form.handleSubmit(save.submit)}>
          {children}
          <FormProblem problem={save.problem} />
          <Foot>
            <Button type="submit" variant="contained" disabled={save.busy}>
              {verb ?? t('action.save')}
            </Button>
            {onCancel && (
              <Button onClick={onCancel} disabled={save.busy}>
                {t('action.cancel')}
              </Button>
            )}
          </Foot>
        </Sheet>
      </FormProvider>
      <LeaveGuard when={isDirty && !save.done} />
      {save.conflict && (
        <ConflictDialog
          fields={save.conflict.fields}
          busy={save.busy}
          onKeepTheirs={save.keepTheirs}
          onSaveMine={save.saveMine}
        />
      )}
    </FieldWordsContext>
  );
}

const Sheet = styled('form')({
  display: 'grid',
  gap: 16,
  maxWidth: 640,
  justifyItems: 'stretch',
  '&[data-wide]': { maxWidth: 'none', gridTemplateColumns: 'minmax(0, 1fr)' },
});
const Foot = styled('div')({ display: 'flex', gap: 8, marginTop: 4 });

/** Fields beside each other where there is room. */
export const FieldRow = styled('div')({
  display: 'grid',
  gap: 16,
  gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 200px), 1fr))',
  alignItems: 'start',
});
