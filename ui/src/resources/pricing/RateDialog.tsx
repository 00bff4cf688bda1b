import { DayInput } from '~/components/form/DayInput.tsx';
import { readDecimal } from '~/components/form/decimal.ts';
import { FormDialog } from '~/components/form/FormDialog.tsx';
import { FieldRow } from '~/components/form/RecordForm.tsx';
import { SelectInput } from '~/components/form/SelectInput.tsx';
import { TextInput } from '~/components/form/TextInput.tsx';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import { useFormat, useMe } from '~/session/useMe.ts';
import { dayIn } from '~/zone.ts';
import { useCurrencyChoices } from './currencies.ts';

interface RateValues {
  day: string;
  from_currency: string | null;
  to_currency: string;
  /** As typed: rates have more digits than a number keeps. */
  rate: string;
}

/** The rate of a day, by hand. */
export function RateDialog({ onClose }: { onClose: () => void }) {
  const t = useT();
  const format = useFormat();
  const home = useMe().tenant?.currency ?? 'EUR';
  const currencies = useCurrencyChoices();
  const { act } = useAct();

  async function save(values: RateValues) {
    await act({
      path: 'pricing/rates',
      body: { ...values, rate: readDecimal(values.rate, format.locale) ?? values.rate },
      done: t('pricing.rates.saved', { day: format.day(values.day) }),
      refresh: ['rates'],
      answers: 'all',
    });
    onClose();
  }

  return (
    <FormDialog<RateValues>
      title={t('pricing.rates.title')}
      text={t('pricing.rates.text')}
      verb={t('pricing.rates.verb')}
      defaults={{ day: dayIn(format.timeZone), from_currency: null, to_currency: home, rate: '' }}
      onSubmit={save}
      onClose={onClose}
    >
      <DayInput name="day" label={t('pricing.field.day')} required />
      <FieldRow>
        <SelectInput
          name="from_currency"
          label={t('pricing.field.from_currency')}
          required
          choices={currencies}
        />
        <SelectInput
          name="to_currency"
          label={t('pricing.field.to_currency')}
          required
          choices={currencies}
        />
      </FieldRow>
      <TextInput name="rate" label={t('pricing.field.rate')} required />
    </FormDialog>
  );
}
