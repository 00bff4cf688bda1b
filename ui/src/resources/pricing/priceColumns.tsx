import IconButton from '@mui/material/IconButton';
import { History, X } from 'lucide-react';
import { Link } from 'react-router';
import { request } from '~/api/request.ts';
import type { Money } from '~/api/types.ts';
import { DateTime } from '~/components/DateTime.tsx';
import type { Column } from '~/components/list/types.ts';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { PriceCell } from './PriceCell.tsx';
import { type Price, type Prices, pricesPath, touched } from './types.ts';

/** Sets one price: of a list, or the product's own. */
function setting({ list }: Prices, { product_id: id }: Price, price: Money) {
  const path = pricesPath({ list });
  return list
    ? { path: `${path}/${id}`, body: { price } }
    : { path, body: { prices: [{ product_id: id, price }] } };
}

/** Prices as rows; each can be changed where it stands, and taken back. */
export function usePriceColumns(
  { list }: Prices,
  may: boolean,
  onHistory: (price: Price) => void,
): Column<Price>[] {
  const t = useT();
  const format = useFormat();
  const { act, busy } = useAct();

  async function change(row: Price, price: Money) {
    const back = setting({ list }, row, row.price);
    await act({
      method: 'PUT',
      ...setting({ list }, row, price),
      done: t('pricing.prices.saved', { name: row.name, price: format.money(price) }),
      undo: () => request('PUT', back.path, { body: back.body }),
      refresh: touched,
    });
  }

  const remove = (row: Price) =>
    act({
      method: 'DELETE',
      path: `${pricesPath({ list })}/${row.product_id}`,
      done: t('pricing.prices.removed', { name: row.name }),
      undo: () => {
        const back = setting({ list }, row, row.price);
        return request('PUT', back.path, { body: back.body });
      },
      refresh: touched,
    }).catch(() => undefined);

  return [
    {
      name: 'name',
      label: t('pricing.field.product'),
      main: true,
      render: (row) => <Link to={`/products/${row.product_id}`}>{row.name}</Link>,
    },
    { name: 'sku', label: t('pricing.field.sku'), width: 180, render: (row) => row.sku },
    {
      name: 'price',
      label: t('pricing.field.price'),
      numeric: true,
      width: 150,
      render: (row) => (
        <PriceCell price={row.price} name={row.name} onSave={may ? (price) => change(row, price) : null} />
      ),
    },
    {
      name: 'valid_from',
      label: t('pricing.field.since'),
      width: 170,
      render: (row) => <DateTime value={row.valid_from} />,
    },
    {
      name: 'act',
      label: t('pricing.field.acts'),
      sortable: false,
      width: 90,
      render: (row) => (
        <span data-no-row-click style={{ display: 'inline-flex', position: 'relative' }}>
          <IconButton
            size="small"
            aria-label={t('pricing.prices.history', { name: row.name })}
            title={t('pricing.prices.history', { name: row.name })}
            onClick={() => onHistory(row)}
          >
            <History size={15} strokeWidth={1.7} />
          </IconButton>
          {may && list && (
            <IconButton
              size="small"
              disabled={busy}
              aria-label={t('pricing.prices.remove', { name: row.name })}
              title={t('pricing.prices.remove', { name: row.name })}
              onClick={() => void remove(row)}
            >
              <X size={15} strokeWidth={1.7} />
            </IconButton>
          )}
        </span>
      ),
    },
  ];
}
