import { styled } from '@mui/material/styles';
import { useState } from 'react';
import type { Money } from '~/api/types.ts';
import { writeDecimal } from '~/components/form/decimal.ts';
import { toast } from '~/components/toasts.ts';
import { currencyDigits, minorToMajor } from '~/format.ts';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { typedPrice } from './typedPrice.ts';

export interface PriceCellProps {
  price: Money;
  /** Of the product. */
  name: string;
  /** Null where it may only be read. */
  onSave: ((price: Money) => Promise<unknown>) | null;
}

/** A price that is changed where it stands: Enter or leaving the field saves, Escape leaves it as it was. */
export function PriceCell({ price, name, onSave }: PriceCellProps) {
  const t = useT();
  const format = useFormat();
  const [typed, setTyped] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const { currency } = price;
  const digits = currencyDigits(currency);
  const written = writeDecimal(minorToMajor(price.amount, digits), format.locale);
  const read = typed === null ? price : typedPrice(typed, currency, format.locale);

  async function save() {
    if (busy || typed === null || !onSave) return;
    if (!read) {
      const example = writeDecimal(minorToMajor(1999, digits), format.locale);
      return toast(t('pricing.prices.not_price', { example }), { tone: 'bad' });
    }
    if (read.amount === price.amount) return setTyped(null);
    setBusy(true);
    // What was typed stays where it was refused; why is told by the act itself.
    await onSave(read).then(
      () => setTyped(null),
      () => undefined,
    );
    setBusy(false);
  }

  if (!onSave) return format.money(price);
  if (typed === null) {
    return (
      <Value
        type="button"
        data-no-row-click
        aria-label={t('pricing.prices.set', { name, price: format.money(price) })}
        onClick={() => setTyped(written)}
      >
        {format.money(price)}
      </Value>
    );
  }
  return (
    <Field
      data-no-row-click
      autoFocus
      inputMode="decimal"
      autoComplete="off"
      value={typed}
      readOnly={busy}
      aria-label={t('pricing.prices.label', { name })}
      aria-invalid={!read}
      title={t('pricing.prices.enter')}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => (read ? void save() : setTyped(null))}
      onKeyDown={(event) => {
        // The grid would move to another cell.
        if (event.key !== 'Tab') event.stopPropagation();
        if (event.key === 'Enter') void save();
        if (event.key === 'Escape') setTyped(null);
      }}
    />
  );
}

const Value = styled('button')(({ theme }) => ({
  all: 'unset',
  position: 'relative',
  cursor: 'text',
  borderBottom: `1px dotted ${theme.vars.palette.outline}`,
  '&:hover': { borderBottomStyle: 'solid', borderBottomColor: theme.vars.palette.primary.main },
  '&:focus-visible': {
    outline: `2px solid ${theme.vars.palette.primary.main}`,
    outlineOffset: 2,
    borderRadius: 2,
  },
}));

const Field = styled('input')(({ theme }) => ({
  position: 'relative',
  font: 'inherit',
  fontVariantNumeric: 'tabular-nums',
  color: 'inherit',
  textAlign: 'right',
  width: '100%',
  maxWidth: 130,
  height: 28,
  padding: '0 6px',
  marginRight: -7,
  border: `1px solid ${theme.vars.palette.primary.main}`,
  borderRadius: 4,
  backgroundColor: theme.vars.palette.background.paper,
  outline: `1px solid ${theme.vars.palette.primary.main}`,
  '&[aria-invalid="true"]': {
    borderColor: theme.vars.palette.bad.text,
    outlineColor: theme.vars.palette.bad.text,
  },
}));
