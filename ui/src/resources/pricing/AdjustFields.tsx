import { MoneyField } from '~/components/form/MoneyField.tsx';
import { NumberInput } from '~/components/form/NumberInput.tsx';
import { FieldRow } from '~/components/form/RecordForm.tsx';
import { ReferenceInput } from '~/components/form/ReferenceInput.tsx';
import { SelectInput } from '~/components/form/SelectInput.tsx';
import { useT } from '~/i18n/useT.ts';
import type { Category } from '~/resources/catalog/types.ts';
import { useFormat } from '~/session/useMe.ts';
import { type Rounding, roundings, stepOf } from './adjustment.ts';
import { useCurrencyChoices } from './currencies.ts';
import type { Prices } from './types.ts';

export interface AdjustFieldsProps extends Prices {
  ids: number[] | null;
  currency: string;
}

/** By how much, rounded how, and which prices. */
export function AdjustFields({ list, ids, currency }: AdjustFieldsProps) {
  const t = useT();
  const format = useFormat();
  const currencies = useCurrencyChoices();
  const example = (rounding: Rounding) => {
    const { step, ending } = stepOf(rounding, currency);
    return format.money({ amount: rounding === 'nine' ? 13 * step - ending : step, currency });
  };
  return (
    <>
      <FieldRow>
        <NumberInput
          name="percent"
          label={t('pricing.adjust.percent')}
          min={-100}
          max={10_000}
          unit="%"
          hint={t('pricing.adjust.percent_hint')}
        />
        <MoneyField
          key={currency}
          name="amount"
          label={t('pricing.adjust.amount')}
          currency={currency}
          negative
          hint={t('pricing.adjust.amount_hint')}
        />
      </FieldRow>
      <FieldRow>
        <SelectInput
          name="rounding"
          label={t('pricing.adjust.step')}
          required
          choices={roundings(currency).map((value) => ({
            value,
            label: t(`pricing.adjust.steps.${value}`, { example: example(value) }),
          }))}
        />
        {!list && (
          <SelectInput name="currency" label={t('pricing.adjust.currency')} required choices={currencies} />
        )}
      </FieldRow>
      {ids ? (
        <p style={{ margin: 0, fontSize: '0.8125rem' }}>
          {t('pricing.adjust.which')}:{' '}
          {t('pricing.adjust.chosen', { smart_count: ids.length, count: format.integer(ids.length) })}
        </p>
      ) : (
        <ReferenceInput
          name="category_id"
          resource="categories"
          label={t('pricing.adjust.in_category')}
          optionLabel={({ path }: Category) => path}
          hint={t('pricing.adjust.all_hint')}
        />
      )}
    </>
  );
}
