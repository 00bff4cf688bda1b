import type { Money } from '~/api/types.ts';
import { InstantInput } from '~/components/form/DayInput.tsx';
import { FormDialog } from '~/components/form/FormDialog.tsx';
import { MoneyField } from '~/components/form/MoneyField.tsx';
import { ReferenceInput } from '~/components/form/ReferenceInput.tsx';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import type { Product } from '~/resources/catalog/types.ts';
import { type PriceList, touched } from './types.ts';

interface PriceValues {
  product_id: number | null;
  price: Money | null;
  valid_from: string | null;
}

/** Puts a product into a list, or gives it another price there, now or since an instant of the past. */
export function SetPriceDialog({ list, onClose }: { list: PriceList; onClose: () => void }) {
  const t = useT();
  const { act } = useAct();
  async function save({ product_id, price, valid_from }: PriceValues) {
    await act({
      method: 'PUT',
      path: `pricing/lists/${list.id}/prices/${product_id}`,
      body: { price, ...(valid_from && { valid_from }) },
      done: t('catalog.prices.saved'),
      refresh: touched,
      answers: 'all',
    });
    onClose();
  }
  return (
    <FormDialog<PriceValues>
      title={t('pricing.prices.add_title')}
      text={t('pricing.prices.add_text')}
      verb={t('pricing.prices.add_verb')}
      defaults={{ product_id: null, price: null, valid_from: null }}
      onSubmit={save}
      onClose={onClose}
    >
      <ReferenceInput
        name="product_id"
        resource="products"
        label={t('pricing.field.product')}
        optionLabel={({ name, sku }: Product) => `${name} · ${sku}`}
        required
      />
      <MoneyField name="price" label={t('pricing.field.price')} currency={list.currency} required />
      <InstantInput
        name="valid_from"
        label={t('pricing.field.since')}
        hint={t('pricing.prices.since_hint')}
      />
    </FormDialog>
  );
}
