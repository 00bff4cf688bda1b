import Autocomplete from '@mui/material/Autocomplete';
import TextField from '@mui/material/TextField';
import { useCallback, useState } from 'react';
import { useFieldWords } from '~/components/form/labels.ts';
import { type FieldProps, useField } from '~/components/form/useField.ts';
import { useFound } from '~/components/form/useFound.ts';
import { MISSING } from '~/format.ts';
import { useT } from '~/i18n/useT.ts';
import type { Tag } from './types.ts';

export interface TagsInputProps extends FieldProps {
  /** Tags that are not there yet may be typed. */
  free?: boolean;
}

/** Several tags, known ones offered; what was typed counts without Enter too. */
export function TagsInput({ free = true, ...props }: TagsInputProps) {
  const t = useT();
  const show = useCallback((value: unknown) => (value as string[] | null)?.join(', ') || MISSING, []);
  useFieldWords(props.name, props.label, show);
  const { value, onChange, onBlur, text } = useField<string[] | null>({
    ...props,
    ...(free && { hint: t('catalog.hint.tags') }),
  });
  const [typed, setTyped] = useState('');
  const { found, busy } = useFound<Tag>('tags', typed);
  const { label, error, helperText, required, inputRef, disabled, name } = text;

  function add() {
    const next = typed.trim();
    if (free && next) onChange([...new Set([...(value ?? []), next])]);
    setTyped('');
  }

  return (
    <Autocomplete<string, true, false, boolean>
      multiple
      freeSolo={free}
      options={found.map((tag) => tag.name)}
      loading={busy}
      loadingText="…"
      value={value ?? []}
      inputValue={typed}
      onInputChange={(_, next) => setTyped(next)}
      onChange={(_, next) => onChange([...new Set(next.map((tag) => tag.trim()).filter(Boolean))])}
      onBlur={() => {
        add();
        onBlur();
      }}
      disabled={disabled}
      filterSelectedOptions
      noOptionsText={t('form.nothing')}
      renderInput={(params) => (
        <TextField
          {...params}
          name={name}
          label={label}
          required={required}
          error={error}
          helperText={helperText}
          inputRef={inputRef}
        />
      )}
    />
  );
}
