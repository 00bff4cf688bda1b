import { Page } from '~/components/Page.tsx';
import { useT } from '~/i18n/useT.ts';
import { useLiveRefresh } from '~/live/useLive.ts';
import { PriceGrid } from './PriceGrid.tsx';
import { PricesPages } from './PricesPages.tsx';

/** What products cost where no list says otherwise. */
export default function OwnPrices() {
  const t = useT();
  useLiveRefresh('product.', ['prices']);
  return (
    <Page title={t('frame.nav.prices')} note={t('pricing.prices.own_note')}>
      <PricesPages open="own" />
      <PriceGrid list={null} />
    </Page>
  );
}
