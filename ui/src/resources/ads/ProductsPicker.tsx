import Autocomplete from '@mui/material/Autocomplete';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import type { Shape } from '~/api/types.ts';
import { useFound } from '~/components/form/useFound.ts';
import { useT } from '~/i18n/useT.ts';

export type PickedProduct = Pick<Shape<'ProductShape'>, 'id' | 'name' | 'sku'>;

export interface ProductsPickerProps {
  label: string;
  value: PickedProduct[];
  onChange: (products: PickedProduct[]) => void;
}

/** Several products, found by typing part of their name or SKU. */
export function ProductsPicker({ label, value, onChange }: ProductsPickerProps) {
  const t = useT();
  const [typed, setTyped] = useState('');
  const { found, busy } = useFound<Shape<'ProductShape'>>('products', typed);
  return (
    <Autocomplete<PickedProduct, true>
      multiple
      disableCloseOnSelect
      options={found}
      loading={busy}
      value={value}
      inputValue={typed}
      onInputChange={(_, next, reason) => reason !== 'selectOption' && setTyped(next)}
      onChange={(_, next) => onChange(next)}
      getOptionLabel={({ name }) => name}
      getOptionKey={({ id }) => id}
      isOptionEqualToValue={(a, b) => a.id === b.id}
      filterOptions={(options) => options}
      noOptionsText={t('form.nothing')}
      loadingText="…"
      renderOption={({ key, ...props }, { name, sku }) => (
        <li key={key} {...props}>
          <span style={{ flex: 1 }}>{name}</span>
          <small>{sku}</small>
        </li>
      )}
      renderInput={(props) => <TextField {...props} label={label} />}
    />
  );
}
