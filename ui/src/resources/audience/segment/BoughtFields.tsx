import { useT } from '~/i18n/useT.ts';
import { BoxLine, WithinDays } from './boxes.tsx';
import type { FieldsOf, Of } from './conditions.ts';
import { RecordsBox } from './RecordsBox.tsx';

/** Products, categories, or both; and since when it counts. */
export function BoughtFields({ condition, onChange }: FieldsOf<Of<'bought'>>) {
  const t = useT();
  const either = (ids: number[]) => (ids.length > 0 ? ids : null);
  return (
    <BoxLine>
      <RecordsBox
        label={t('audience.builder.products')}
        resource="products"
        value={condition.product_ids ?? []}
        onChange={(ids) => onChange({ ...condition, product_ids: either(ids) })}
      />
      <RecordsBox
        label={t('audience.builder.categories')}
        resource="categories"
        value={condition.category_ids ?? []}
        onChange={(ids) => onChange({ ...condition, category_ids: either(ids) })}
      />
      <WithinDays
        value={condition.within_days}
        onChange={(within_days) => onChange({ ...condition, within_days })}
      />
    </BoxLine>
  );
}
