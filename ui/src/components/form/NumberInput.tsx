import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { readDecimal, writeDecimal } from './decimal.ts';
import { useFieldWords } from './labels.ts';
import { type FieldProps, useField } from './useField.ts';

export interface NumberInputProps extends FieldProps {
  min?: number;
  max?: number;
  /** Shares are kept as 0.2 and typed as 20. */
  percent?: boolean;
  unit?: string;
}

/** A number, typed with the separators of the language. */
export function NumberInput({ min, max, percent = false, unit, ...props }: NumberInputProps) {
  const t = useT();
  const format = useFormat();
  const scale = percent ? 100 : 1;
  useFieldWords(props.name, props.label);
  const { value, onChange, onBlur, text } = useField<number | null | typeof Number.NaN>(props, {
    validate: (typed: number | null) => {
      if (typed == null) return true;
      if (Number.isNaN(typed)) return t('form.not_number');
      if (min !== undefined && typed < min) return t('form.too_low', { min: format.decimal(min * scale) });
      if (max !== undefined && typed > max) return t('form.too_high', { max: format.decimal(max * scale) });
      return true;
    },
  });
  const [typed, setTyped] = useState<string | null>(null);
  const shown =
    value == null || Number.isNaN(value)
      ? ''
      : writeDecimal(String(Number((value * scale).toPrecision(12))), format.locale);
  return (
    <TextField
      {...text}
      value={typed ?? shown}
      onChange={(event) => {
        const next = event.target.value;
        setTyped(next);
        const read = readDecimal(next, format.locale);
        onChange(next.trim() === '' ? null : read === null ? Number.NaN : Number(read) / scale);
      }}
      onBlur={() => {
        if (value == null || !Number.isNaN(value)) setTyped(null);
        onBlur();
      }}
      slotProps={{
        htmlInput: { inputMode: 'decimal', style: { textAlign: 'right' } },
        input: { endAdornment: percent ? <Unit>%</Unit> : unit && <Unit>{unit}</Unit> },
      }}
    />
  );
}

export function Unit({ children }: { children: React.ReactNode }) {
  return (
    <span style={{ marginLeft: 8, color: 'var(--souk-palette-text-secondary)', whiteSpace: 'nowrap' }}>
      {children}
    </span>
  );
}
