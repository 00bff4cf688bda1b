import { useState } from 'react';
import { request } from '~/api/request.ts';
import type { Shape } from '~/api/types.ts';
import { DayInput } from '~/components/form/DayInput.tsx';
import { FormDialog } from '~/components/form/FormDialog.tsx';
import { FieldRow } from '~/components/form/RecordForm.tsx';
import { SelectInput } from '~/components/form/SelectInput.tsx';
import { useT } from '~/i18n/useT.ts';
import { useFormat, useMe } from '~/session/useMe.ts';
import { dayIn } from '~/zone.ts';
import { useCurrencyChoices } from './currencies.ts';

interface Asked {
  day: string;
  from_currency: string | null;
  to_currency: string;
}

/** Says which rate a sale of a day is converted by. */
export function FindRateDialog({ onClose }: { onClose: () => void }) {
  const t = useT();
  const format = useFormat();
  const home = useMe().tenant?.currency ?? 'EUR';
  const currencies = useCurrencyChoices();
  const [found, setFound] = useState<Shape<'RateFound'> | null>(null);

  async function find(asked: Asked) {
    setFound(null);
    setFound(await request<Shape<'RateFound'>>('GET', 'pricing/rates/at', { query: { ...asked } }));
  }

  return (
    <FormDialog<Asked>
      title={t('pricing.rates.find')}
      text={t('pricing.rates.find_text')}
      verb={t('pricing.rates.find_verb')}
      defaults={{ day: dayIn(format.timeZone), from_currency: null, to_currency: home }}
      onSubmit={find}
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
      {found && (
        <p role="status" style={{ margin: 0, fontSize: '0.875rem', lineHeight: '20px' }}>
          {t('pricing.rates.found', {
            day: format.day(found.day),
            from: found.from_currency,
            rate: format.rate(Number(found.rate)),
            to: found.to_currency,
            rated: format.day(found.rated_on),
          })}
        </p>
      )}
    </FormDialog>
  );
}
