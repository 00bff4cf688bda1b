import { ImportWizard } from '~/components/importing/ImportWizard.tsx';
import { Page } from '~/components/Page.tsx';
import { useT } from '~/i18n/useT.ts';

export default function ContactImport() {
  const t = useT();
  return (
    <Page
      title={t('audience.import')}
      note={t('audience.import_note')}
      crumbs={[{ label: t('frame.nav.contacts'), to: '/contacts' }]}
    >
      <ImportWizard kind="contacts" />
    </Page>
  );
}
