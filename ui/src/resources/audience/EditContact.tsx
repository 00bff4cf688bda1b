import { useGetOne } from 'ra-core';
import { useNavigate, useParams } from 'react-router';
import { Page } from '~/components/Page.tsx';
import { Panel } from '~/components/Panel.tsx';
import { RecordPage } from '~/components/RecordPage.tsx';
import { toast } from '~/components/toasts.ts';
import { useT } from '~/i18n/useT.ts';
import { ContactForm } from './ContactForm.tsx';
import { contactName, type WholeContact } from './contact.ts';

export default function EditContact() {
  const t = useT();
  const navigate = useNavigate();
  const { id = '' } = useParams();
  const found = useGetOne<WholeContact>('contacts', { id: Number(id) });
  return (
    <RecordPage found={found} list={{ label: t('frame.nav.contacts'), to: '/contacts' }}>
      {(contact) => {
        const name = contactName(contact, t);
        const back = () => navigate(`/contacts/${id}`);
        return (
          <Page
            title={t('audience.edit_title', { name })}
            crumbs={[
              { label: t('frame.nav.contacts'), to: '/contacts' },
              { label: name, to: `/contacts/${id}` },
            ]}
          >
            <Panel>
              <ContactForm
                contact={contact}
                onCancel={back}
                onSaved={() => {
                  toast(t('form.saved'));
                  back();
                }}
              />
            </Panel>
          </Page>
        );
      }}
    </RecordPage>
  );
}
