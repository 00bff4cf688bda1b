import { useGetOne } from 'ra-core';
import { useNavigate, useParams } from 'react-router';
import { Page } from '~/components/Page.tsx';
import { PageWait } from '~/components/PageWait.tsx';
import { Panel } from '~/components/Panel.tsx';
import { RecordError } from '~/components/RecordError.tsx';
import { toast } from '~/components/toasts.ts';
import { useT } from '~/i18n/useT.ts';
import { ContactForm } from './ContactForm.tsx';
import { contactName, type WholeContact } from './contact.ts';

export default function EditContact() {
  const t = useT();
  const navigate = useNavigate();
  const { id = '' } = useParams();
  const { data: contact, error, refetch } = useGetOne<WholeContact>('contacts', { id: Number(id) });
  if (error)
    return (
      <RecordError
        error={error}
        list={{ label: t('frame.nav.contacts'), to: '/contacts' }}
        onRetry={() => void refetch()}
      />
    );
  if (!contact) return <PageWait />;
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
}
