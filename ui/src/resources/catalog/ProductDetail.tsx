import { useQuery } from '@tanstack/react-query';
import { Archive, ArchiveRestore, Pencil, Trash2 } from 'lucide-react';
import { useGetOne } from 'ra-core';
import { lazy, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { request } from '~/api/request.ts';
import type { PageOf } from '~/api/types.ts';
import { ConfirmDialog } from '~/components/ConfirmDialog.tsx';
import { type DetailAction, DetailPage, type DetailTab } from '~/components/DetailPage.tsx';
import type { Figure } from '~/components/Figures.tsx';
import { RecordPage } from '~/components/RecordPage.tsx';
import { StateChip } from '~/components/StateChip.tsx';
import { useT } from '~/i18n/useT.ts';
import { useLiveRefresh } from '~/live/useLive.ts';
import { useCan, useFeature, useFormat } from '~/session/useMe.ts';
import { lessCost } from './margin.ts';
import { productState } from './productColumns.tsx';
import type { Product } from './types.ts';
import { useProductActs } from './useProductActs.ts';

const DetailsTab = lazy(() => import('./DetailsTab.tsx'));
const VariantsTab = lazy(() => import('./VariantsTab.tsx'));
const PricesTab = lazy(() => import('./PricesTab.tsx'));
const CostsTab = lazy(() => import('./CostsTab.tsx'));
const BatchesTab = lazy(() => import('./BatchesTab.tsx'));
const OrdersTab = lazy(() => import('./OrdersTab.tsx'));
const CampaignsTab = lazy(() => import('./CampaignsTab.tsx'));
const RecordLog = lazy(() => import('./RecordLog.tsx'));

/** One product: what it is, what it costs and brings, where it is sold and advertised. */
export default function ProductDetail() {
  const t = useT();
  const { id = '' } = useParams();
  const found = useGetOne<Product>('products', { id: Number(id) });
  useLiveRefresh('product.', ['products']);
  return (
    <RecordPage found={found} list={{ label: t('frame.nav.products'), to: '/products' }}>
      {(product) => <ProductPage key={id} product={product} />}
    </RecordPage>
  );
}

function ProductPage({ product }: { product: Product }) {
  const t = useT();
  const [deleting, setDeleting] = useState(false);
  const acts = useProductActs(product);
  const note = [product.sku, product.brand, product.category?.path].filter(Boolean).join(' · ');
  const parent = useParent(product);
  return (
    <>
      <DetailPage
        title={product.name}
        chip={<StateChip state={productState(product)} />}
        note={note}
        crumbs={[
          { label: t('frame.nav.products'), to: '/products' },
          ...(parent ? [{ label: parent.name, to: `/products/${parent.id}?tab=variants` }] : []),
        ]}
        actions={useActions(product, acts, () => setDeleting(true))}
        figures={useFigures(product)}
        tabs={useTabs(product)}
      />
      {deleting && (
        <ConfirmDialog
          title={t('catalog.delete_title', { name: product.name })}
          text={t('catalog.delete_text')}
          verb={t('catalog.delete_verb')}
          danger
          busy={acts.busy}
          onConfirm={() => void acts.remove().then(() => setDeleting(false))}
          onClose={() => setDeleting(false)}
        />
      )}
    </>
  );
}

function useParent({ parent_id: id }: Product): Product | undefined {
  return useGetOne<Product>('products', { id: id ?? 0 }, { enabled: id !== null }).data;
}

function useActions(
  { id, active }: Product,
  { setActive, busy }: ReturnType<typeof useProductActs>,
  onDelete: () => void,
): DetailAction[] {
  const t = useT();
  const navigate = useNavigate();
  const may = { edit: useCan('catalog.edit'), delete: useCan('catalog.delete') };
  const edits: DetailAction[] = [
    {
      name: 'edit',
      label: t('action.edit'),
      icon: Pencil,
      onAct: () => navigate(`/products/${id}/edit`),
    },
    {
      name: 'archive',
      label: t(active ? 'catalog.archive' : 'catalog.restore'),
      icon: active ? Archive : ArchiveRestore,
      disabled: busy,
      onAct: () => void setActive(!active),
    },
  ];
  const remove: DetailAction = {
    name: 'delete',
    label: t('catalog.delete'),
    icon: Trash2,
    more: true,
    danger: true,
    disabled: busy,
    onAct: onDelete,
  };
  return [...(may.edit ? edits : []), ...(may.delete ? [remove] : [])];
}

/** How many rows a list has. */
function useTotal(path: string, query: Record<string, number>, enabled: boolean): number | undefined {
  const { data } = useQuery({
    queryKey: [path.split('/').at(-1), 'total', query],
    queryFn: ({ signal }) =>
      request<PageOf<unknown>>('GET', path, { query: { ...query, per_page: 1 }, signal }),
    enabled,
  });
  return data?.total;
}

function useFigures(product: Product): Figure[] {
  const t = useT();
  const format = useFormat();
  const seesOrders = useCan('orders.read');
  const seesCampaigns = [useCan('attribution.read'), useFeature('attribution')].every(Boolean);
  const orders = useTotal('orders', { product_id: product.id }, seesOrders);
  const campaigns = useTotal('attribution/ad-campaigns', { product_id: product.id }, seesCampaigns);
  const left = lessCost(product);
  const below = left !== null && (left.money.amount as number) < 0;
  return [
    {
      label: t('catalog.field.price'),
      value: format.money(product.price),
      to: '?tab=prices',
      note: product.variants > 0 ? t('catalog.sold_through_variants') : undefined,
    },
    { label: t('catalog.field.cost'), value: format.money(product.cost), to: '?tab=costs' },
    {
      label: t('catalog.field.less_cost'),
      value: format.money(left?.money),
      tone: below ? ('bad' as const) : undefined,
      note: left?.share != null ? t('catalog.of_price', { share: format.percent(left.share) }) : undefined,
    },
    ...(product.variants > 0
      ? [
          {
            label: t('catalog.field.variants'),
            value: format.integer(product.variants),
            to: '?tab=variants',
          },
        ]
      : []),
    ...(seesOrders
      ? [{ label: t('catalog.figure.orders'), value: format.integer(orders), to: '?tab=orders' }]
      : []),
    ...(seesCampaigns
      ? [{ label: t('catalog.figure.campaigns'), value: format.integer(campaigns), to: '?tab=campaigns' }]
      : []),
  ];
}

function useTabs(product: Product): DetailTab[] {
  const t = useT();
  const format = useFormat();
  const may = {
    prices: useCan('pricing.read'),
    orders: useCan('orders.read'),
    campaigns: [useCan('attribution.read'), useFeature('attribution')].every(Boolean),
    log: useCan('audit.read'),
  };
  const tab = (name: string, content: DetailTab['content'], count?: number): DetailTab => ({
    name,
    label: t(`catalog.tab.${name}` as Parameters<typeof t>[0]),
    content,
    count: count ? format.integer(count) : undefined,
  });
  return [
    tab('details', <DetailsTab product={product} />),
    ...(product.parent_id === null
      ? [tab('variants', <VariantsTab product={product} />, product.variants)]
      : []),
    ...(may.prices ? [tab('prices', <PricesTab product={product} />)] : []),
    tab('costs', <CostsTab product={product} />),
    tab('batches', <BatchesTab product={product} />),
    ...(may.orders ? [tab('orders', <OrdersTab product={product} />)] : []),
    ...(may.campaigns ? [tab('campaigns', <CampaignsTab product={product} />)] : []),
    ...(may.log
      ? [tab('log', <RecordLog kind="product" id={product.id} currency={product.currency} />)]
      : []),
  ];
}
