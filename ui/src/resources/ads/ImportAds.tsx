import { useParams, useSearchParams } from 'react-router';
import { ImportWizard } from '~/components/importing/ImportWizard.tsx';
import { Page } from '~/components/Page.tsx';
import { useT } from '~/i18n/useT.ts';
import { NotFound } from '~/pages/NotFound.tsx';
import { importKinds } from './imports.ts';
import { PastOfImport } from './PastOfImport.tsx';
import { SpendNames } from './SpendNames.tsx';
import { SpendNamesOfImport } from './SpendNamesOfImport.tsx';

/** Campaigns with their history, targeting, or spend out of a file. */
export default function ImportAds() {
  const t = useT();
  const { kind } = useParams();
  const [params] = useSearchParams();
  const known = importKinds.find((one) => one === kind);
  if (!known) return <NotFound />;
  const isSpend = known === 'ad_spend';
  return (
    <Page
      title={t(`ads.import.${known}`)}
      note={t(`ads.import.${known}_text`)}
      crumbs={[{ label: t('frame.nav.ads'), to: '/ads' }]}
    >
      <ImportWizard key={known} kind={known} After={isSpend ? SpendNamesOfImport : PastOfImport} />
      {isSpend && !params.has('import') && <SpendNames />}
    </Page>
  );
}
