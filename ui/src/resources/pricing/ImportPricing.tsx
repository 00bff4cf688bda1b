import { useParams, useSearchParams } from 'react-router';
import { ImportWizard } from '~/components/importing/ImportWizard.tsx';
import { Page } from '~/components/Page.tsx';
import { useT } from '~/i18n/useT.ts';
import { NotFound } from '~/pages/NotFound.tsx';

/** The ECB publishes its rates in these forms too. */
const ecbEndings = ['.xml', '.zip'];

/** Prices or exchange rates out of a file. */
export default function ImportPricing() {
  const t = useT();
  const { kind } = useParams();
  const list = useSearchParams()[0].get('list');
  const known = (['prices', 'rates'] as const).find((one) => one === kind);
  if (!known) return <NotFound />;
  return (
    <Page
      title={t(`pricing.${known}.import`)}
      note={t(`pricing.${known}.import_text`)}
      crumbs={[{ label: t('frame.nav.prices'), to: known === 'rates' ? '/prices/rates' : '/prices' }]}
    >
      <ImportWizard
        key={known}
        kind={known}
        alsoEndings={known === 'rates' ? ecbEndings : []}
        {...(list && known === 'prices' && { options: { price_list: list } })}
      />
    </Page>
  );
}
