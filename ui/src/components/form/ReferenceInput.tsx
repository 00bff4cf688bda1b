import Autocomplete from '@mui/material/Autocomplete';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useT } from '~/i18n/useT.ts';
import { useFieldWords } from './labels.ts';
import { type FieldProps, useField } from './useField.ts';
import { type Narrowing, useChosen, useFound } from './useFound.ts';

interface Option {
  id: number | string;
  [field: string]: unknown;
}

export interface ReferenceInputProps extends FieldProps {
  resource: string;
  /** What an option is called. */
  optionLabel: (option: never) => string;
  /** Filters that the choice always has. */
  filter?: Narrowing;
}

/** Another record, found by typing part of its name; its id is kept. */
export function ReferenceInput({ resource, optionLabel, filter, ...props }: ReferenceInputProps) {
  const t = useT();
  useFieldWords(props.name, props.label);
  const { value, onChange, onBlur, text } = useField<Option['id'] | null>(props);
  const [typed, setTyped] = useState('');
  const id = value == null || value === '' ? null : value;
  const chosen = useChosen<Option>(resource, id === null ? [] : [id]);
  const { found, busy } = useFound<Option>(resource, typed, filter);
  const label = (option: Option) => optionLabel(option as never);
  const { label: fieldLabel, error, helperText, required, inputRef, disabled, name } = text;
  return (
    <Autocomplete<Option>
      options={found}
      loading={busy}
      value={(id !== null && chosen.get(id)) || null}
      onChange={(_, option) => onChange(option?.id ?? null)}
      // Opened again, it offers the first ones again and not what the last letters found.
      onInputChange={(_, next, reason) => setTyped(reason === 'input' ? next : '')}
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
          placeholder={t('form.type_name')}
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
