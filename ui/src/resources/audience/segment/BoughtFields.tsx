import Autocomplete from '@mui/material/Autocomplete';
import TextField from '@mui/material/TextField';
import { useGetList, useGetMany } from 'ra-core';
import { useDeferredValue, useState } from 'react';
import type { Shape } from '~/api/types.ts';
import { useT } from '~/i18n/useT.ts';
import { BoxLine, PickBox, WithinDays } from './boxes.tsx';
import type { FieldsOf, Of } from './conditions.ts';

type Product = Shape<'ProductShape'>;

/** Products, categories, or both; and since when it counts. */
export function BoughtFields({ condition, onChange }: FieldsOf<Of<'bought'>>) {
  const t = useT();
  const { data: categories } = useGetList<Shape<'CategoryShape'>>('categories', {
    pagination: { page: 1, perPage: 200 },
  });
  const either = (ids: number[]) => (ids.length > 0 ? ids : null);
  return (
    <BoxLine>
      <ProductPick
        value={condition.product_ids ?? []}
        onChange={(ids) => onChange({ ...condition, product_ids: either(ids) })}
      />
      <PickBox
        label={t('audience.builder.categories')}
        value={(condition.category_ids ?? []).map(String)}
        options={(categories ?? []).map(({ id, path }) => ({ value: String(id), label: path }))}
        onChange={(ids) => onChange({ ...condition, category_ids: either(ids.map(Number)) })}
      />
      <WithinDays
        value={condition.within_days}
        onChange={(within_days) => onChange({ ...condition, within_days })}
      />
    </BoxLine>
  );
}

function ProductPick({ value, onChange }: { value: number[]; onChange: (ids: number[]) => void }) {
  const t = useT();
  const [typed, setTyped] = useState('');
  const q = useDeferredValue(typed);
  const found = useGetList<Product>('products', {
    filter: q ? { q } : {},
    pagination: { page: 1, perPage: 25 },
  });
  const chosen = useGetMany<Product>('products', { ids: value }, { enabled: value.length > 0 });
  const known = new Map(
    [...(found.data ?? []), ...(chosen.data ?? [])].flatMap((one) => (one ? [[one.id, one]] : [])),
  );
  const name = (id: number) => known.get(id)?.name ?? `#${id}`;
  return (
    <Autocomplete<number, true>
      multiple
      size="small"
      options={(found.data ?? []).map(({ id }) => id)}
      loading={found.isFetching}
      value={value}
      onChange={(_, ids) => onChange(ids)}
      onInputChange={(_, next, reason) => reason !== 'reset' && setTyped(next)}
      getOptionLabel={(id) => name(id)}
      filterOptions={(ids) => ids}
      filterSelectedOptions
      noOptionsText={t('form.nothing')}
      loadingText="…"
      renderInput={(params) => <TextField {...params} label={t('audience.builder.products')} />}
    />
  );
}
