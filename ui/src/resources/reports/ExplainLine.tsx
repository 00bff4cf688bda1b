import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useGetOne } from 'ra-core';
import { type FormEvent, useState } from 'react';
import { FormProvider, useForm, useWatch } from 'react-hook-form';
import type { Shape } from '~/api/types.ts';
import { ReferenceInput } from '~/components/form/ReferenceInput.tsx';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import { useCan, useFormat } from '~/session/useMe.ts';
import { AskForm, type AskProps } from './ExplainSale.tsx';

/** A line of a real order: the order found by its number, then one of its lines. */
export function LineForm({ params, onAsk }: AskProps) {
  const t = useT();
  const format = useFormat();
  const may = useCan('attribution.recompute');
  const form = useForm<{ order: number | null }>({
    defaultValues: { order: params.has('order') ? Number(params.get('order')) : null },
  });
  const orderId = useWatch({ control: form.control, name: 'order' });
  const order = useGetOne<Shape<'WholeOrderShape'>>(
    'orders',
    { id: orderId ?? 0 },
    { enabled: orderId !== null },
  );
  const lines = (orderId !== null && order.data?.items.filter((line) => line.kind === 'product')) || [];
  const [chosen, setChosen] = useState(params.get('line') ?? '');
  const line = lines.some(({ id }) => String(id) === chosen) ? chosen : String(lines[0]?.id ?? '');
  const { act, busy } = useAct<Shape<'Recomputed'>>();

  function submit(event: FormEvent) {
    event.preventDefault();
    if (orderId !== null && line) onAsk({ order: String(orderId), line });
  }

  async function recompute() {
    await act({
      path: `attribution/admin/recompute-order/${orderId}`,
      done: ({ entries }) =>
        entries === 0
          ? t('reports.explain.recomputed_same')
          : t('reports.explain.recomputed', { smart_count: entries, count: format.integer(entries) }),
      refresh: ['report'],
    }).catch(() => undefined);
  }

  return (
    <FormProvider {...form}>
      <AskForm noValidate onSubmit={submit}>
        <ReferenceInput
          name="order"
          label={t('reports.explain.order')}
          resource="orders"
          required
          optionLabel={(one: Shape<'OrderShape'>) =>
            `${one.number} · ${format.instant(one.placed_at)} · ${format.money(one.total)}`
          }
        />
        <TextField
          select
          label={t('reports.explain.order_line')}
          value={line}
          disabled={lines.length === 0}
          onChange={(event) => setChosen(event.target.value)}
          sx={{ gridColumn: { md: 'span 2' } }}
        >
          {lines.map((one) => (
            <MenuItem key={one.id} value={String(one.id)}>
              {`${format.decimal(one.quantity)} × ${one.name || one.sku}`}
            </MenuItem>
          ))}
        </TextField>
        <span style={{ display: 'flex', gap: 8 }}>
          <Button type="submit" variant="contained" disabled={!line} sx={{ mt: { md: '23px' } }}>
            {t('reports.explain.ask')}
          </Button>
          {may && (
            <Button
              disabled={orderId === null || busy}
              onClick={() => void recompute()}
              title={t('reports.explain.recompute_text')}
              sx={{ mt: { md: '23px' } }}
            >
              {t('reports.explain.recompute')}
            </Button>
          )}
        </span>
      </AskForm>
    </FormProvider>
  );
}
