import Autocomplete from '@mui/material/Autocomplete';
import TextField from '@mui/material/TextField';
import { useCallback, useMemo } from 'react';
import { useFieldWords } from '~/components/form/labels.ts';
import { type FieldProps, useField } from '~/components/form/useField.ts';
import { MISSING } from '~/format.ts';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { countryCodes, countryName } from './countries.ts';

/** Countries by their names in the reader's language. */
export function useCountryChoices() {
  const { locale } = useFormat();
  return useMemo(
    () =>
      countryCodes
        .map((code) => ({ code, name: countryName(code, locale) }))
        .sort((a, b) => a.name.localeCompare(b.name, locale)),
    [locale],
  );
}

/** A country, found by its name; its code is kept. */
export function CountryInput(props: FieldProps) {
  const t = useT();
  const { locale } = useFormat();
  const choices = useCountryChoices();
  const show = useCallback(
    (value: unknown) => (value ? countryName(String(value), locale) : MISSING),
    [locale],
  );
  useFieldWords(props.name, props.label, show);
  const { value, onChange, onBlur, text } = useField<string | null>(props);
  const { label, error, helperText, inputRef, disabled, name } = text;
  return (
    <Autocomplete
      options={choices}
      value={choices.find(({ code }) => code === value) ?? null}
      onChange={(_, choice) => onChange(choice?.code ?? null)}
      onBlur={onBlur}
      disabled={disabled}
      getOptionLabel={(choice) => choice.name}
      getOptionKey={({ code }) => code}
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
