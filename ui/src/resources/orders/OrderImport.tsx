import { ImportWizard } from '~/components/importing/ImportWizard.tsx';
import { Page } from '~/components/Page.tsx';
import { useT } from '~/i18n/useT.ts';

export function OrderImport() {
  const t = useT();
  return (
    <Page title={t('orders.import')} crumbs={[{ label: t('frame.nav.orders'), to: '/orders' }]}>
      <ImportWizard kind="orders" />
    </Page>
  );
}
