import { useNavigate } from 'react-router';
import { Page } from '~/components/Page.tsx';
import { Panel } from '~/components/Panel.tsx';
import { toast } from '~/components/toasts.ts';
import { useT } from '~/i18n/useT.ts';
import { ContactForm } from './ContactForm.tsx';

export default function NewContact() {
  const t = useT();
  const navigate = useNavigate();
  return (
    <Page title={t('audience.new')} crumbs={[{ label: t('frame.nav.contacts'), to: '/contacts' }]}>
      <Panel>
        <ContactForm
          onCancel={() => navigate('/contacts')}
          onSaved={({ id }) => {
            toast(t('audience.created'));
            navigate(`/contacts/${id}`);
          }}
        />
      </Panel>
    </Page>
  );
}
