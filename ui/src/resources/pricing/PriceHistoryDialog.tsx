import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { Link } from 'react-router';
import { request } from '~/api/request.ts';
import type { PageOf, Shape } from '~/api/types.ts';
import { DateTime } from '~/components/DateTime.tsx';
import { ErrorState } from '~/components/ErrorState.tsx';
import { PageWait } from '~/components/PageWait.tsx';
import { SimpleTable } from '~/components/SimpleTable.tsx';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import type { Price, Prices } from './types.ts';

const MOST = 200;

export interface PriceHistoryDialogProps extends Prices {
  price: Price;
  onClose: () => void;
}

/** Every price a product had in a list, or of its own, the latest first. */
export function PriceHistoryDialog({ list, price, onClose }: PriceHistoryDialogProps) {
  const t = useT();
  const format = useFormat();
  const id = useId();
  const query = list ? { price_list_id: list.id, per_page: MOST } : { base: true, per_page: MOST };
  const { data, error, refetch } = useQuery({
    queryKey: ['prices', 'history', price.product_id, query],
    queryFn: ({ signal }) =>
      request<PageOf<Shape<'PriceSpan'>>>('GET', `pricing/products/${price.product_id}/price-history`, {
        query,
        signal,
      }),
  });
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby={id}>
      <DialogTitle id={id}>{t('pricing.prices.history', { name: price.name })}</DialogTitle>
      <DialogContent>
        <p style={{ margin: '0 0 8px', fontSize: '0.8125rem' }}>
          {list ? t('pricing.prices.history_note', { list: list.name }) : t('pricing.prices.history_own')}
        </p>
        {error && <ErrorState error={error} onRetry={() => void refetch()} />}
        {!data && !error && <PageWait />}
        {data && (
          <SimpleTable
            label={t('pricing.prices.history', { name: price.name })}
            rows={data.data.map((span) => ({ id: span.valid_from, ...span }))}
            columns={[
              {
                name: 'since',
                label: t('pricing.field.since'),
                main: true,
                render: (row) => <DateTime value={row.valid_from} />,
              },
              {
                name: 'until',
                label: t('pricing.field.until'),
                render: (row) => (row.valid_to ? <DateTime value={row.valid_to} /> : t('pricing.prices.now')),
              },
              {
                name: 'price',
                label: t('pricing.field.price'),
                numeric: true,
                render: (row) => (row.price ? format.money(row.price) : t('pricing.prices.ended')),
              },
            ]}
          />
        )}
      </DialogContent>
      <DialogActions>
        <Button component={Link} to={`/products/${price.product_id}?tab=prices`}>
          {t('catalog.tab.prices')}
        </Button>
        <Button variant="contained" onClick={onClose}>
          {t('action.close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
