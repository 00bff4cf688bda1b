import Autocomplete from '@mui/material/Autocomplete';
import FormControlLabel from '@mui/material/FormControlLabel';
import MenuItem from '@mui/material/MenuItem';
import Switch from '@mui/material/Switch';
import { styled } from '@mui/material/styles';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import type { Money } from '~/api/types.ts';
import { readDecimal, writeDecimal } from '~/components/form/decimal.ts';
import { Unit } from '~/components/form/NumberInput.tsx';
import type { Choice } from '~/components/list/types.ts';
import { currencyDigits, majorToMinor, minorToMajor } from '~/format.ts';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';

/** The small fields of a condition: each shows a value and tells the next one. */
interface BoxProps<T> {
  label: string;
  value: T | null | undefined;
  onChange: (value: T | null) => void;
}

export function TextBox({
  label,
  value,
  onChange,
}: Omit<BoxProps<string>, 'onChange'> & { onChange: (value: string) => void }) {
  return (
    <TextField
      size="small"
      label={label}
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value)}
      autoComplete="off"
    />
  );
}

export function DayBox({ label, value, onChange }: BoxProps<string>) {
  return (
    <TextField
      size="small"
      type="date"
      label={label}
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value || null)}
    />
  );
}

export function NumberBox({
  label,
  value,
  onChange,
  min = 0,
  max = 1e9,
}: BoxProps<number> & { min?: number; max?: number }) {
  const t = useT();
  const format = useFormat();
  const [typed, setTyped] = useState<string | null>(null);
  const read = (text: string) => {
    const number = Number(readDecimal(text, format.locale) ?? Number.NaN);
    return Number.isInteger(number) && number >= min && number <= max ? number : null;
  };
  const wrong = typed !== null && typed.trim() !== '' && read(typed) === null;
  return (
    <TextField
      size="small"
      label={label}
      value={typed ?? (value == null ? '' : writeDecimal(String(value), format.locale))}
      onChange={(event) => {
        setTyped(event.target.value);
        onChange(read(event.target.value));
      }}
      onBlur={() => !wrong && setTyped(null)}
      error={wrong}
      helperText={wrong ? t('form.too_low', { min: format.integer(min) }) : undefined}
      slotProps={{ htmlInput: { inputMode: 'numeric', style: { textAlign: 'right' } } }}
    />
  );
}

export function MoneyBox({ label, value, onChange, currency }: BoxProps<Money> & { currency: string }) {
  const t = useT();
  const format = useFormat();
  const [typed, setTyped] = useState<string | null>(null);
  const digits = currencyDigits(currency);
  const read = (text: string): Money | null => {
    const minor = majorToMinor(readDecimal(text, format.locale) ?? '', digits);
    return minor !== null && /^\d+$/.test(minor) ? { amount: Number(minor), currency } : null;
  };
  const wrong = typed !== null && typed.trim() !== '' && read(typed) === null;
  return (
    <TextField
      size="small"
      label={label}
      value={typed ?? (value ? writeDecimal(minorToMajor(value.amount, digits), format.locale) : '')}
      onChange={(event) => {
        setTyped(event.target.value);
        onChange(read(event.target.value));
      }}
      onBlur={() => !wrong && setTyped(null)}
      error={wrong}
      helperText={
        wrong
          ? t('form.not_amount', { example: writeDecimal(minorToMajor(1999, digits), format.locale) })
          : undefined
      }
      slotProps={{
        htmlInput: { inputMode: 'decimal', style: { textAlign: 'right' } },
        input: { endAdornment: <Unit>{currency}</Unit> },
      }}
    />
  );
}

/** Of all time, or of so many days. */
export function WithinDays({ value, onChange }: Omit<BoxProps<number>, 'label'>) {
  const t = useT();
  return <NumberBox label={t('audience.builder.within_days')} value={value} min={1} onChange={onChange} />;
}

export function SwitchBox({
  label,
  value,
  onChange,
}: {
  label: string;
  value: boolean;
  onChange: (value: boolean) => void;
}) {
  return (
    <FormControlLabel
      sx={{ ml: 0, gap: 2, minHeight: 32 }}
      label={label}
      control={<Switch checked={value} onChange={(_, checked) => onChange(checked)} />}
    />
  );
}

interface ChoiceBoxProps<V extends string> {
  label: string;
  value: V;
  choices: { value: V; label: string }[];
  onChange: (value: V) => void;
}

export function ChoiceBox<V extends string>({ label, value, choices, onChange }: ChoiceBoxProps<V>) {
  return (
    <TextField
      select
      size="small"
      label={label}
      value={value}
      onChange={(event) => onChange(event.target.value as V)}
    >
      {choices.map((choice) => (
        <MenuItem key={choice.value} value={choice.value}>
          {choice.label}
        </MenuItem>
      ))}
    </TextField>
  );
}

interface PickBoxProps {
  label: string;
  value: string[];
  options: Choice[];
  onChange: (value: string[]) => void;
  /** Words that are not offered may be typed. */
  free?: boolean;
}

/** One or several of many. */
export function PickBox({ label, value, options, onChange, free = false }: PickBoxProps) {
  const t = useT();
  const names = new Map(options.map((option) => [option.value, option.label]));
  return (
    <Autocomplete<string, true, false, boolean>
      multiple
      freeSolo={free}
      autoSelect={free}
      size="small"
      options={options.map((option) => option.value)}
      value={value}
      onChange={(_, next) => onChange([...new Set(next.map((one) => one.trim()).filter(Boolean))])}
      getOptionLabel={(option) => names.get(option) ?? option}
      filterSelectedOptions
      noOptionsText={t('form.nothing')}
      renderInput={(params) => <TextField {...params} label={label} />}
    />
  );
}

export const BoxLine = styled('div')({
  display: 'grid',
  gap: 10,
  gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 150px), 1fr))',
  alignItems: 'end',
});
