import { Link } from 'react-router';
import type { Shape } from '~/api/types.ts';
import { Day } from '~/components/DateTime.tsx';
import { EmptyState } from '~/components/EmptyState.tsx';
import { List } from '~/components/list/List.tsx';
import { StateChip } from '~/components/StateChip.tsx';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { dayIn } from '~/zone.ts';
import type { Product } from './types.ts';

type Campaign = Shape<'AdCampaignShape'>;

/** The ad campaigns that target a product, or did once. */
export default function CampaignsTab({ product }: { product: Product }) {
  const t = useT();
  const { timeZone } = useFormat();
  const day = (instant: string | null) => <Day value={instant && dayIn(timeZone, instant)} />;
  return (
    <List<Campaign>
      resource="ad-campaigns"
      always={{ product_id: product.id }}
      label={t('catalog.tab.campaigns')}
      columns={[
        {
          name: 'name',
          label: t('ads.field.name'),
          main: true,
          render: (row) => <Link to={`/ads/${row.id}?tab=targeting`}>{row.name}</Link>,
        },
        {
          name: 'status',
          label: t('ads.field.status'),
          width: 130,
          render: (row) => <StateChip state={row.status} quiet />,
        },
        {
          name: 'platform',
          label: t('ads.field.platform'),
          width: 130,
          render: (row) => t(`ads.platform.${row.platform}`),
        },
        {
          name: 'starts_at',
          label: t('ads.field.starts_at'),
          width: 130,
          render: (row) => day(row.starts_at),
        },
        { name: 'ends_at', label: t('ads.field.ends_at'), width: 130, render: (row) => day(row.ends_at) },
      ]}
      defaultSort="-starts_at"
      rowLink={({ id }) => `/ads/${id}?tab=targeting`}
      empty={<EmptyState title={t('catalog.campaigns.none')} text={t('catalog.campaigns.none_text')} />}
    />
  );
}
