import { Ban, RotateCcw, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { ConfirmDialog } from '~/components/ConfirmDialog.tsx';
import type { DetailAction } from '~/components/DetailPage.tsx';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { kept } from './kept.ts';
import type { WholeOrder } from './types.ts';

const FORWARD = ['confirmed', 'processing', 'shipped', 'delivered', 'completed'] as const;

/** What the order can be asked to do now: its next step, cancelling, refunding, reinstating. */
export function useOrderActions(
  order: WholeOrder,
  { mayEdit, mayRefund }: { mayEdit: boolean; mayRefund: boolean },
  onRefund: () => void,
) {
  const t = useT();
  const format = useFormat();
  const { act, busy } = useAct();
  const [cancelling, setCancelling] = useState(false);
  const path = `orders/${order.id}`;
  const refresh = ['orders', 'home'];
  const actions: DetailAction[] = [];
  if (mayEdit) {
    const steps = FORWARD.filter((status) => order.possible.includes(status));
    steps.forEach((status, place) => {
      actions.push({
        name: status,
        label: t(`orders.to_${status}`),
        primary: place === 0,
        more: place > 0,
        disabled: busy,
        onAct: () =>
          act({
            method: 'PATCH',
            path: `${path}/status`,
            body: { status },
            done: t('orders.moved'),
            refresh,
          }),
      });
    });
  }
  if (mayRefund && order.net.amount > 0 && !order.possible.includes('reinstate'))
    actions.push({ name: 'refund', label: t('orders.refund'), icon: Undo2, onAct: onRefund });
  if (mayEdit) {
    if (order.possible.includes('reinstate'))
      actions.push({
        name: 'reinstate',
        label: t('orders.reinstate'),
        icon: RotateCcw,
        disabled: busy,
        onAct: () => act({ path: `${path}/reinstate`, body: {}, done: t('orders.reinstated'), refresh }),
      });
    if (order.possible.includes('cancelled'))
      actions.push({
        name: 'cancel',
        label: t('orders.cancel'),
        icon: Ban,
        danger: true,
        more: true,
        onAct: () => setCancelling(true),
      });
  }
  const dialog = cancelling && (
    <ConfirmDialog
      title={t('orders.cancel_ask', { number: order.number })}
      text={t('orders.cancel_text')}
      facts={[{ label: t('orders.kept'), value: format.money(kept(order)), strong: true }]}
      verb={t('orders.cancel')}
      danger
      busy={busy}
      onClose={() => setCancelling(false)}
      onConfirm={async () => {
        await act({
          path: `${path}/cancel`,
          body: {},
          done: t('orders.cancelled'),
          undo: () => act({ path: `${path}/reinstate`, body: {}, refresh }),
          refresh,
        });
        setCancelling(false);
      }}
    />
  );
  return { actions, dialog };
}
