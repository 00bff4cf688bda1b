import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { ImportWizard } from '~/components/importing/ImportWizard.tsx';
import { Page } from '~/components/Page.tsx';
import { useT } from '~/i18n/useT.ts';

/** Contacts out of a file; those for a list come from its page, which says which. */
export default function ContactImport() {
  const t = useT();
  const [params] = useSearchParams();
  // The wizard writes its own address; the list that was asked for at first is still meant.
  const [list] = useState(() => params.get('list'));
  return (
    <Page
      title={list ? t('audience.import_into', { name: list }) : t('audience.import')}
      note={t('audience.import_note')}
      crumbs={[{ label: t('frame.nav.contacts'), to: '/contacts' }]}
    >
      <ImportWizard kind="contacts" {...(list && { options: { list_name: list } })} />
    </Page>
  );
}
