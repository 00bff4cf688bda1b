import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useCallback } from 'react';
import type { Choice } from '../list/types.ts';
import { useFieldWords } from './labels.ts';
import { type FieldProps, useField } from './useField.ts';

export interface SelectInputProps extends FieldProps {
  choices: Choice[];
}

export function SelectInput({ choices, ...props }: SelectInputProps) {
  const show = useCallback(
    (value: unknown) => choices.find((choice) => choice.value === value)?.label ?? '–',
    [choices],
  );
  useFieldWords(props.name, props.label, show);
  const { value, onChange, onBlur, text } = useField<string | null>(props);
  return (
    <TextField
      {...text}
      select
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value || null)}
      onBlur={onBlur}
    >
      {!props.required && <MenuItem value="">–</MenuItem>}
      {choices.map((choice) => (
        <MenuItem key={choice.value} value={choice.value}>
          {choice.label}
        </MenuItem>
      ))}
    </TextField>
  );
}
