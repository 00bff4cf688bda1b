import { useParams } from 'react-router';
import { ImportWizard } from '~/components/importing/ImportWizard.tsx';
import { Page } from '~/components/Page.tsx';
import { useT } from '~/i18n/useT.ts';
import { NotFound } from '~/pages/NotFound.tsx';
import { importKinds } from './imports.ts';

/** Products or batches out of a file. */
export default function ImportCatalog() {
  const t = useT();
  const { kind } = useParams();
  const known = importKinds.find((one) => one === kind);
  if (!known) return <NotFound />;
  return (
    <Page
      title={t(`catalog.import.${known}`)}
      note={t(`catalog.import.${known}_text`)}
      crumbs={[{ label: t('frame.nav.products'), to: '/products' }]}
    >
      <ImportWizard key={known} kind={known} />
    </Page>
  );
}
