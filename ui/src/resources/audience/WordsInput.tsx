import Autocomplete from '@mui/material/Autocomplete';
import TextField from '@mui/material/TextField';
import { useCallback } from 'react';
import { useFieldWords } from '~/components/form/labels.ts';
import { type FieldProps, useField } from '~/components/form/useField.ts';
import { MISSING } from '~/format.ts';
import { useT } from '~/i18n/useT.ts';

export interface WordsInputProps extends FieldProps {
  /** What is offered while typing; anything else may be typed. */
  known: string[];
}

/** Several words of one's own or of those known, such as tags. */
export function WordsInput({ known, ...props }: WordsInputProps) {
  const t = useT();
  const show = useCallback((value: unknown) => (value as string[])?.join(', ') || MISSING, []);
  useFieldWords(props.name, props.label, show);
  const { value, onChange, onBlur, text } = useField<string[]>(props);
  const { label, error, helperText, inputRef, disabled, name } = text;
  return (
    <Autocomplete<string, true, false, true>
      multiple
      freeSolo
      autoSelect
      options={known}
      value={value ?? []}
      onChange={(_, words) => onChange([...new Set(words.map((word) => word.trim()).filter(Boolean))])}
      onBlur={onBlur}
      disabled={disabled}
      filterSelectedOptions
      noOptionsText={t('form.nothing')}
      renderInput={(params) => (
        <TextField
          {...params}
          name={name}
          label={label}
          error={error}
          helperText={helperText}
          inputRef={inputRef}
        />
      )}
    />
  );
}
