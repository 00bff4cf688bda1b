import Autocomplete from '@mui/material/Autocomplete';
import TextField from '@mui/material/TextField';
import { useGetList, useGetOne } from 'ra-core';
import { useDeferredValue, useState } from 'react';
import { useT } from '~/i18n/useT.ts';
import { useFieldWords } from './labels.ts';
import { type FieldProps, useField } from './useField.ts';

interface Option {
  id: number | string;
  [field: string]: unknown;
}

export interface ReferenceInputProps extends FieldProps {
  resource: string;
  /** What an option is called. */
  optionLabel: (option: never) => string;
  /** Filters that the choice always has. */
  filter?: Record<string, string | number | boolean>;
  /** The field the choice is in the order of, where the API does not sort by id. */
  sortBy?: string;
}

/** Another record, found by typing part of its name; its id is kept. */
export function ReferenceInput({ resource, optionLabel, filter, sortBy, ...props }: ReferenceInputProps) {
  const t = useT();
  useFieldWords(props.name, props.label);
  const { value, onChange, onBlur, text } = useField<Option['id'] | null>(props);
  const [typed, setTyped] = useState('');
  const q = useDeferredValue(typed);
  const chosen = useGetOne<Option>(resource, { id: value ?? '' }, { enabled: value != null && value !== '' });
  const found = useGetList<Option>(resource, {
    filter: { ...filter, ...(q && { q }) },
    pagination: { page: 1, perPage: 25 },
    ...(sortBy && { sort: { field: sortBy, order: 'ASC' as const } }),
  });
  const label = (option: Option) => optionLabel(option as never);
  const { label: fieldLabel, error, helperText, required, inputRef, disabled, name } = text;
  return (
    <Autocomplete<Option>
      options={found.data ?? []}
      loading={found.isFetching}
      value={(value != null && chosen.data) || null}
      onChange={(_, option) => onChange(option?.id ?? null)}
      onInputChange={(_, next, reason) => reason === 'input' && setTyped(next)}
      onBlur={onBlur}
      disabled={disabled}
      getOptionLabel={label}
      getOptionKey={(option) => option.id}
      isOptionEqualToValue={(a, b) => a.id === b.id}
      filterOptions={(options) => options}
      noOptionsText={t('form.nothing')}
      loadingText="…"
      renderInput={(params) => (
        <TextField
          {...params}
          name={name}
          label={fieldLabel}
          required={required}
          error={error}
          helperText={helperText}
          inputRef={inputRef}
        />
      )}
    />
  );
}
