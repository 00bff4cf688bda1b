import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { FormProvider, useForm } from 'react-hook-form';
import type { Money, Shape } from '~/api/types.ts';
import { InstantInput } from '~/components/form/DayInput.tsx';
import { MoneyField } from '~/components/form/MoneyField.tsx';
import { ReferenceInput } from '~/components/form/ReferenceInput.tsx';
import { useT } from '~/i18n/useT.ts';
import { useMe } from '~/session/useMe.ts';

export interface AskProps {
  params: URLSearchParams;
  onAsk: (params: Record<string, string>) => void;
}

interface SaleValues {
  product: number | null;
  at: string | null;
  amount: Money | null;
}

const EXAMPLE_MINOR = 10_000;

/** A sale that might be: a product, a time, an amount. */
export function SaleForm({ params, onAsk }: AskProps) {
  const t = useT();
  const currency = useMe().tenant?.currency ?? 'EUR';
  const form = useForm<SaleValues>({
    defaultValues: {
      product: params.has('product') ? Number(params.get('product')) : null,
      at: params.get('at') ?? new Date().toISOString(),
      amount: { amount: Number(params.get('amount') ?? EXAMPLE_MINOR), currency },
    },
  });
  const submit = form.handleSubmit(({ product, at, amount }) =>
    onAsk({
      product: String(product),
      ...(at && { at }),
      ...(amount && { amount: String(amount.amount) }),
    }),
  );
  return (
    <FormProvider {...form}>
      <AskForm noValidate onSubmit={submit}>
        <ReferenceInput
          name="product"
          label={t('reports.explain.product')}
          resource="products"
          required
          optionLabel={(product: Shape<'ProductShape'>) => `${product.name} · ${product.sku}`}
        />
        <InstantInput name="at" label={t('reports.explain.at')} required />
        <MoneyField name="amount" label={t('reports.explain.amount')} currency={currency} required />
        <Button type="submit" variant="contained">
          {t('reports.explain.ask')}
        </Button>
      </AskForm>
    </FormProvider>
  );
}

export const AskForm = styled('form')({
  display: 'grid',
  gap: 16,
  alignItems: 'start',
  gridTemplateColumns: 'minmax(0, 2fr) minmax(0, 1fr) minmax(0, 1fr) auto',
  // In one line with the fields, whose labels stand above.
  '& > button': { marginTop: 23 },
  '@media (max-width: 999px)': {
    gridTemplateColumns: 'minmax(0, 1fr)',
    '& > button': { marginTop: 0, justifySelf: 'start' },
  },
});
