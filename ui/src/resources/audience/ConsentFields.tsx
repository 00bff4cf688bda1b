import { InstantInput } from '~/components/form/DayInput.tsx';
import { SelectInput } from '~/components/form/SelectInput.tsx';
import { TextInput } from '~/components/form/TextInput.tsx';
import { useT } from '~/i18n/useT.ts';

export interface ConsentValues {
  state: 'granted' | 'withdrawn';
  source: string;
  changed_at: string | null;
}

export const consentDefaults: ConsentValues = { state: 'granted', source: '', changed_at: null };

export function consentBody({ state, source, changed_at }: ConsentValues) {
  return { state, source, ...(changed_at && { changed_at }) };
}

/** What was said, where, and when. */
export function ConsentFields() {
  const t = useT();
  return (
    <>
      <SelectInput
        name="state"
        label={t('audience.field.sms_consent')}
        required
        choices={(['granted', 'withdrawn'] as const).map((value) => ({
          value,
          label: t(`audience.consent.${value}`),
        }))}
      />
      <TextInput
        name="source"
        label={t('audience.consent_of.source')}
        hint={t('audience.consent_of.source_hint')}
        required
      />
      <InstantInput
        name="changed_at"
        label={t('audience.consent_of.changed_at')}
        hint={t('audience.consent_of.changed_at_hint')}
      />
    </>
  );
}
