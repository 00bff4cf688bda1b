import type { Money } from '~/api/types.ts';
import { InstantInput } from '~/components/form/DayInput.tsx';
import { FormDialog } from '~/components/form/FormDialog.tsx';
import { MoneyField } from '~/components/form/MoneyField.tsx';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import type { Product } from './types.ts';

interface PriceValues {
  price: Money | null;
  price_from: string | null;
}

/** The product's own price, now or since an instant of the past. */
export function OwnPriceDialog({ product, onClose }: { product: Product; onClose: () => void }) {
  const t = useT();
  const { act } = useAct<Product>();
  async function save({ price, price_from }: PriceValues) {
    await act({
      method: 'PATCH',
      path: `catalog/products/${product.id}`,
      body: { price, ...(price_from && { price_from }) },
      version: product.version,
      done: t('catalog.prices.saved'),
      refresh: ['products', 'prices', 'audit'],
      answers: 'all',
    });
    onClose();
  }
  return (
    <FormDialog<PriceValues>
      title={t('catalog.prices.set_title', { name: product.name })}
      verb={t('catalog.prices.verb')}
      defaults={{ price: product.price, price_from: null }}
      onSubmit={save}
      onClose={onClose}
    >
      <MoneyField name="price" label={t('catalog.field.price')} currency={product.currency} />
      <InstantInput name="price_from" label={t('catalog.field.price_from')} hint={t('catalog.hint.since')} />
    </FormDialog>
  );
}
