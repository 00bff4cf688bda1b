import { useNavigate } from 'react-router';
import { Page } from '~/components/Page.tsx';
import { Panel } from '~/components/Panel.tsx';
import { toast } from '~/components/toasts.ts';
import { useT } from '~/i18n/useT.ts';
import { CampaignForm } from './CampaignForm.tsx';

export default function NewCampaign() {
  const t = useT();
  const navigate = useNavigate();
  return (
    <Page title={t('ads.new')} note={t('ads.new_note')} crumbs={[{ label: t('frame.nav.ads'), to: '/ads' }]}>
      <Panel>
        <CampaignForm
          onCancel={() => navigate('/ads')}
          onSaved={({ id, name }) => {
            toast(t('ads.created', { name }));
            navigate(`/ads/${id}?tab=targeting`);
          }}
        />
      </Panel>
    </Page>
  );
}
