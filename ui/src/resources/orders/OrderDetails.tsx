import { DateTime } from '~/components/DateTime.tsx';
import { FactList } from '~/components/FactList.tsx';
import { Columns, Panel } from '~/components/Panel.tsx';
import { MISSING } from '~/format.ts';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { marketplaceName } from './marketplace.ts';
import type { WholeOrder } from './types.ts';

/** Where it came from, what it is in the shop's own currency, and where it goes. */
export function OrderDetails({ order }: { order: WholeOrder }) {
  const t = useT();
  const format = useFormat();
  return (
    <Columns>
      <Panel title={t('orders.origin')} flush>
        <FactList
          facts={[
            { label: t('orders.marketplace'), value: marketplaceName(order.marketplace, t) },
            { label: t('orders.external_id'), value: order.external_id ?? MISSING },
            { label: t('orders.shipping'), value: format.money(order.shipping) },
            {
              label: t('orders.tax'),
              value: order.tax
                ? t(order.tax_included ? 'orders.tax_within' : 'orders.tax_besides', {
                    tax: format.money(order.tax),
                  })
                : MISSING,
            },
            { label: t('orders.home_currency'), value: format.money(order.in_tenant_currency) },
            { label: t('orders.source_updated'), value: <DateTime value={order.source_updated_at} /> },
            { label: t('orders.note'), value: order.note || MISSING },
          ]}
        />
      </Panel>
      <Panel title={t('orders.addresses')} flush>
        <FactList
          facts={[
            { label: t('orders.shipping_address'), value: <Address of={order.shipping_address} /> },
            { label: t('orders.billing_address'), value: <Address of={order.billing_address} /> },
            { label: t('orders.country'), value: order.country ?? MISSING },
          ]}
        />
      </Panel>
    </Columns>
  );
}

function Address({ of }: { of: Record<string, unknown> | null }) {
  const said = (name: string) => (typeof of?.[name] === 'string' ? of[name] : '');
  const lines = [
    said('name'),
    said('company'),
    said('line1'),
    said('line2'),
    [said('postcode'), said('city')].filter(Boolean).join(' '),
    [said('region'), said('country')].filter(Boolean).join(', '),
    said('phone'),
  ].filter(Boolean);
  if (lines.length === 0) return MISSING;
  return <span style={{ whiteSpace: 'pre-line' }}>{lines.join('\n')}</span>;
}
