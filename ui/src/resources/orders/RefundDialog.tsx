import { useFormContext, useWatch } from 'react-hook-form';
import { FormDialog } from '~/components/form/FormDialog.tsx';
import { MoneyField } from '~/components/form/MoneyField.tsx';
import { NumberInput } from '~/components/form/NumberInput.tsx';
import { SwitchInput } from '~/components/form/SwitchInput.tsx';
import { TextInput } from '~/components/form/TextInput.tsx';
import { useAct } from '~/components/useAct.ts';
import type { Money } from '~/format.ts';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { type RefundUnits, refundOf, unitsLeft } from './refund.ts';
import type { WholeOrder } from './types.ts';

interface RefundValues {
  units: RefundUnits;
  amount: Money | null;
  restock: boolean;
  reason: string;
}

/** Takes units back line by line, gives back an amount, or both. What units bring back was paid for them. */
export function RefundDialog({ order, onClose }: { order: WholeOrder; onClose: () => void }) {
  const t = useT();
  const { act } = useAct();
  const lines = order.items.filter((line) => unitsLeft(line) > 0);
  return (
    <FormDialog<RefundValues>
      title={t('orders.refund_of', { number: order.number })}
      verb={t('orders.refund_verb')}
      size="sm"
      defaults={{ units: {}, amount: null, restock: true, reason: '' }}
      onClose={onClose}
      onSubmit={async ({ units, amount, restock, reason }) => {
        const chosen = lines.filter((line) => (units[`line_${line.id}`] ?? 0) > 0);
        await act({
          path: `orders/${order.id}/refunds`,
          body: {
            lines: chosen.map((line) => ({
              line_id: line.id,
              quantity: units[`line_${line.id}`],
              restock,
            })),
            ...(amount && amount.amount !== 0 && { amount }),
            reason,
          },
          done: t('orders.refund_done'),
          refresh: ['orders', 'home', 'report'],
          answers: 'all',
        });
        onClose();
      }}
    >
      {lines.map((line) => (
        <UnitsInput key={line.id} line={line} />
      ))}
      <MoneyField
        name="amount"
        label={t('orders.refund_amount')}
        hint={t('orders.refund_amount_hint')}
        currency={order.total.currency}
      />
      <TextInput name="reason" label={t('orders.reason')} />
      <SwitchInput name="restock" label={t('orders.restock')} />
      <Sum order={order} />
    </FormDialog>
  );
}

function UnitsInput({ line }: { line: WholeOrder['items'][number] }) {
  const t = useT();
  const format = useFormat();
  return (
    <NumberInput
      name={`units.line_${line.id}`}
      label={t('orders.units_of', { name: line.name || line.sku })}
      hint={t('orders.units_left', { count: format.integer(unitsLeft(line)) })}
      min={0}
      max={unitsLeft(line)}
    />
  );
}

/** What it comes to before it is sent; the server rounds each line to the cent. */
function Sum({ order }: { order: WholeOrder }) {
  const t = useT();
  const format = useFormat();
  const { control } = useFormContext<RefundValues>();
  const units = useWatch({ control, name: 'units' });
  const amount = useWatch({ control, name: 'amount' });
  const extra = typeof amount?.amount === 'number' ? amount.amount : 0;
  const sum = { amount: refundOf(order.items, units) + extra, currency: order.total.currency };
  return (
    <p role="status" style={{ margin: 0, fontSize: '0.8125rem', lineHeight: '19px' }}>
      {t('orders.refund_sum', { sum: format.money(sum), kept: format.money(order.net) })}
    </p>
  );
}
