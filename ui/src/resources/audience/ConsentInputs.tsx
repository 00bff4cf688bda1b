import { useFormContext, useWatch } from 'react-hook-form';
import { FieldRow } from '~/components/form/RecordForm.tsx';
import { SelectInput } from '~/components/form/SelectInput.tsx';
import { TextInput } from '~/components/form/TextInput.tsx';
import { useT } from '~/i18n/useT.ts';
import type { ContactValues } from './contactValues.ts';

/** What a new contact has said about being texted, if anything. */
export function ConsentInputs() {
  const t = useT();
  const { control } = useFormContext<ContactValues>();
  const state = useWatch({ control, name: 'consent' });
  return (
    <FieldRow>
      <SelectInput
        name="consent"
        label={t('audience.field.sms_consent')}
        choices={(['granted', 'withdrawn'] as const).map((value) => ({
          value,
          label: t(`audience.consent.${value}`),
        }))}
      />
      {state && (
        <TextInput
          name="consent_source"
          label={t('audience.consent_of.source')}
          hint={t('audience.consent_of.source_hint')}
          required
        />
      )}
    </FieldRow>
  );
}
