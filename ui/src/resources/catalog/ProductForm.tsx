import { useFormContext, useWatch } from 'react-hook-form';

import { InstantInput } from '~/components/form/DayInput.tsx';
import { MoneyField } from '~/components/form/MoneyField.tsx';
import { NumberInput } from '~/components/form/NumberInput.tsx';
import { PairsInput } from '~/components/form/PairsInput.tsx';
import { FieldRow, RecordForm } from '~/components/form/RecordForm.tsx';
import { ReferenceInput } from '~/components/form/ReferenceInput.tsx';
import { SelectInput } from '~/components/form/SelectInput.tsx';
import { TextInput } from '~/components/form/TextInput.tsx';
import { useT } from '~/i18n/useT.ts';
import { useCurrencyChoices } from '~/resources/pricing/currencies.ts';
import { useMe } from '~/session/useMe.ts';
import { emptyProduct, fromProduct, type ProductValues, toApi } from './productValues.ts';
import { TagsInput } from './TagsInput.tsx';
import type { Category, Product } from './types.ts';

export interface ProductFormProps {
  product?: Product;
  /** Makes it a variant of that product. */
  parent?: Product | undefined;
  onSaved: (product: Product) => void;
  onCancel: () => void;
}

export function ProductForm({ product, parent, onSaved, onCancel }: ProductFormProps) {
  const t = useT();
  const home = useMe().tenant?.currency ?? 'EUR';
  return (
    <RecordForm<ProductValues, Product>
      resource="products"
      {...(product && { record: product })}
      defaults={emptyProduct(home, parent)}
      fromRecord={fromProduct}
      toApi={(values) => toApi(values, product)}
      verb={t(product ? 'action.save' : 'catalog.create')}
      onSaved={onSaved}
      onCancel={onCancel}
    >
      <ProductFields isVariant={(product?.parent_id ?? parent?.id) != null} />
    </RecordForm>
  );
}

function ProductFields({ isVariant }: { isVariant: boolean }) {
  const t = useT();
  return (
    <>
      <TextInput name="name" label={t('catalog.field.product_name')} required autoFocus />
      <FieldRow>
        <TextInput name="sku" label={t('catalog.field.sku')} required hint={t('catalog.hint.sku')} />
        <TextInput name="barcode" label={t('catalog.field.barcode')} />
      </FieldRow>
      {isVariant && (
        <PairsInput
          name="option_values"
          label={t('catalog.field.options')}
          nameLabel={t('catalog.field.option')}
          hint={t('catalog.hint.options')}
        />
      )}
      <TextInput name="description" label={t('catalog.field.description')} rows={3} />
      <FieldRow>
        <TextInput name="brand" label={t('catalog.field.brand')} />
        <ReferenceInput
          name="category_id"
          resource="categories"
          label={t('catalog.field.category')}
          optionLabel={({ path }: Category) => path}
        />
      </FieldRow>
      <TagsInput name="tags" label={t('catalog.field.tags')} />
      <MoneyFields />
      <FieldRow>
        <NumberInput
          name="tax_rate"
          label={t('catalog.field.tax_rate')}
          min={0}
          max={100}
          unit="%"
          hint={t('catalog.hint.tax_rate')}
        />
        <NumberInput
          name="stock_alert_threshold"
          label={t('catalog.field.stock_alert')}
          min={0}
          hint={t('catalog.hint.stock_alert')}
        />
      </FieldRow>
      <TextInput
        name="image_url"
        type="url"
        label={t('catalog.field.image_url')}
        hint={t('catalog.hint.image_url')}
      />
      <PairsInput
        name="attributes"
        label={t('catalog.field.attributes')}
        nameLabel={t('catalog.field.attribute')}
      />
    </>
  );
}

/** Price and cost are in one currency; when one changes, it may be said since when. */
function MoneyFields() {
  const t = useT();
  const { control, formState } = useFormContext<ProductValues>();
  const currency = useWatch({ control, name: 'currency' });
  const changed = (name: 'price' | 'cost') => formState.dirtyFields[name] !== undefined;
  return (
    <>
      <FieldRow>
        <MoneyField
          key={`price-${currency}`}
          name="price"
          label={t('catalog.field.price')}
          currency={currency}
        />
        <MoneyField
          key={`cost-${currency}`}
          name="cost"
          label={t('catalog.field.cost')}
          currency={currency}
          unitPrice
          hint={t('catalog.hint.cost')}
        />
        <SelectInput
          name="currency"
          label={t('catalog.field.currency')}
          required
          hint={t('catalog.hint.currency')}
          choices={useCurrencyChoices()}
        />
      </FieldRow>
      {(changed('price') || changed('cost')) && (
        <FieldRow>
          {changed('price') && (
            <InstantInput
              name="price_from"
              label={t('catalog.field.price_from')}
              hint={t('catalog.hint.since')}
            />
          )}
          {changed('cost') && (
            <InstantInput
              name="cost_from"
              label={t('catalog.field.cost_from')}
              hint={t('catalog.hint.cost_since')}
            />
          )}
        </FieldRow>
      )}
    </>
  );
}
