import TextField from '@mui/material/TextField';
import { useCallback, useState } from 'react';
import { currencyDigits, type Money, majorToMinor, minorToMajor } from '~/format.ts';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { readDecimal, writeDecimal } from './decimal.ts';
import { useFieldWords } from './labels.ts';
import { Unit } from './NumberInput.tsx';
import { type FieldProps, useField } from './useField.ts';

export interface MoneyFieldProps extends FieldProps {
  currency: string;
  /** Unit prices go below the minor unit and are sent as decimal strings. */
  unitPrice?: boolean;
  negative?: boolean;
}

const NOT_MONEY = 'not money';

/** An amount, typed in whole units of its currency and kept in minor ones. */
export function MoneyField({ currency, unitPrice = false, negative = false, ...props }: MoneyFieldProps) {
  const t = useT();
  const format = useFormat();
  const digits = currencyDigits(currency);
  const example = writeDecimal(minorToMajor(1999, digits), format.locale);
  const show = useCallback((value: unknown) => format.money(value as Money | null), [format]);
  useFieldWords(props.name, props.label, show);
  const { value, onChange, onBlur, text } = useField<Money | typeof NOT_MONEY | null>(props, {
    validate: (typed) => typed !== NOT_MONEY || t('form.not_amount', { example }),
  });
  const [typed, setTyped] = useState<string | null>(null);
  const shown =
    value && value !== NOT_MONEY ? writeDecimal(minorToMajor(value.amount, digits), format.locale) : '';

  function read(next: string): Money | typeof NOT_MONEY | null {
    if (next.trim() === '') return null;
    const minor = majorToMinor(readDecimal(next, format.locale) ?? '', digits);
    if (minor === null || (!negative && minor.startsWith('-'))) return NOT_MONEY;
    if (unitPrice) return { amount: minor, currency };
    return minor.includes('.') || !Number.isSafeInteger(Number(minor))
      ? NOT_MONEY
      : { amount: Number(minor), currency };
  }

  return (
    <TextField
      {...text}
      value={typed ?? shown}
      onChange={(event) => {
        setTyped(event.target.value);
        onChange(read(event.target.value));
      }}
      onBlur={() => {
        if (value !== NOT_MONEY) setTyped(null);
        onBlur();
      }}
      slotProps={{
        htmlInput: { inputMode: 'decimal', style: { textAlign: 'right' } },
        input: { endAdornment: <Unit>{currency}</Unit> },
      }}
    />
  );
}
