import { useGetOne } from 'ra-core';
import { useState } from 'react';
import { useParams } from 'react-router';
import { DateTime } from '~/components/DateTime.tsx';
import { DetailPage } from '~/components/DetailPage.tsx';
import { RecordPage } from '~/components/RecordPage.tsx';
import { StateChip } from '~/components/StateChip.tsx';
import { MISSING } from '~/format.ts';
import { useT } from '~/i18n/useT.ts';
import { useCan, useFormat } from '~/session/useMe.ts';
import { kept } from './kept.ts';
import { marketplaceName } from './marketplace.ts';
import { OrderDetails } from './OrderDetails.tsx';
import { OrderHistory } from './OrderHistory.tsx';
import { OrderLines } from './OrderLines.tsx';
import { OrderRefunds } from './OrderRefunds.tsx';
import { OrderShipments } from './OrderShipments.tsx';
import { RefundDialog } from './RefundDialog.tsx';
import type { WholeOrder } from './types.ts';
import { useOrderActions } from './useOrderActions.tsx';

export function OrderDetail() {
  const t = useT();
  const { id = '' } = useParams();
  const found = useGetOne<WholeOrder>('orders', { id: Number(id) });
  return (
    <RecordPage found={found} list={{ label: t('frame.nav.orders'), to: '/orders' }}>
      {(order) => <Loaded order={order} crumb={t('frame.nav.orders')} />}
    </RecordPage>
  );
}

function Loaded({ order, crumb }: { order: WholeOrder; crumb: string }) {
  const t = useT();
  const format = useFormat();
  const mayEdit = useCan('orders.edit');
  const mayRefund = useCan('orders.refund');
  const [refunding, setRefunding] = useState(false);
  const { actions, dialog } = useOrderActions(order, { mayEdit, mayRefund }, () => setRefunding(true));
  return (
    <>
      <DetailPage
        title={order.number}
        chip={<StateChip state={order.status} />}
        note={<DateTime value={order.placed_at} />}
        crumbs={[{ label: crumb, to: '/orders' }]}
        actions={actions}
        figures={[
          { label: t('orders.total'), value: format.money(order.total), to: '?' },
          { label: t('orders.refunded'), value: format.money(order.refunded), to: '?tab=refunds' },
          { label: t('orders.kept'), value: format.money(kept(order)), to: '?tab=refunds' },
          { label: t('orders.units'), value: format.integer(order.units), to: '?' },
          {
            label: t('orders.buyer'),
            value: order.contact?.name ?? order.contact?.email ?? MISSING,
            to: order.contact ? `/contacts/${order.contact.id}` : undefined,
          },
          { label: t('orders.marketplace'), value: marketplaceName(order.marketplace, t) },
        ]}
        tabs={[
          { name: 'lines', label: t('orders.lines'), content: <OrderLines order={order} /> },
          {
            name: 'refunds',
            label: t('orders.refunds'),
            count: format.integer(order.refunds.length),
            content: <OrderRefunds order={order} />,
          },
          {
            name: 'shipments',
            label: t('orders.shipments'),
            count: format.integer(order.shipments.length),
            content: <OrderShipments order={order} />,
          },
          { name: 'details', label: t('orders.details'), content: <OrderDetails order={order} /> },
          { name: 'history', label: t('orders.history'), content: <OrderHistory order={order} /> },
        ]}
      />
      {dialog}
      {refunding && <RefundDialog order={order} onClose={() => setRefunding(false)} />}
    </>
  );
}
