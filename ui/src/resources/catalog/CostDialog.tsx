import { InstantInput } from '~/components/form/DayInput.tsx';
import { FormDialog } from '~/components/form/FormDialog.tsx';
import { MoneyField } from '~/components/form/MoneyField.tsx';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import type { Product, UnitPrice } from './types.ts';

interface CostValues {
  cost: UnitPrice | null;
  valid_from: string | null;
}

/** Says what a unit costs from an instant on. */
export function CostDialog({ product, onClose }: { product: Product; onClose: () => void }) {
  const t = useT();
  const { act } = useAct();
  async function save({ cost, valid_from }: CostValues) {
    await act({
      path: `catalog/products/${product.id}/costs`,
      body: { cost, ...(valid_from && { valid_from }) },
      done: t('catalog.costs.saved'),
      refresh: ['products', 'audit'],
      answers: 'all',
    });
    onClose();
  }
  return (
    <FormDialog<CostValues>
      title={t('catalog.costs.title', { name: product.name })}
      text={t('catalog.costs.text')}
      verb={t('catalog.costs.verb')}
      defaults={{ cost: product.cost, valid_from: null }}
      onSubmit={save}
      onClose={onClose}
    >
      <MoneyField
        name="cost"
        label={t('catalog.field.cost')}
        currency={product.currency}
        unitPrice
        hint={t('catalog.costs.empty_hint')}
      />
      <InstantInput name="valid_from" label={t('catalog.field.cost_from')} hint={t('catalog.hint.since')} />
    </FormDialog>
  );
}
