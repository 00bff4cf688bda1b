import { useGetOne } from 'ra-core';
import { useNavigate, useParams } from 'react-router';
import { Page } from '~/components/Page.tsx';
import { Panel } from '~/components/Panel.tsx';
import { RecordPage } from '~/components/RecordPage.tsx';
import { toast } from '~/components/toasts.ts';
import { useT } from '~/i18n/useT.ts';
import { CampaignForm } from './CampaignForm.tsx';
import type { AdCampaign } from './campaign.ts';

export default function EditCampaign() {
  const t = useT();
  const navigate = useNavigate();
  const { id = '' } = useParams();
  const found = useGetOne<AdCampaign>('ad-campaigns', { id: Number(id) });
  return (
    <RecordPage found={found} list={{ label: t('frame.nav.ads'), to: '/ads' }}>
      {(campaign) => (
        <Page
          title={t('ads.edit_title', { name: campaign.name })}
          crumbs={[
            { label: t('frame.nav.ads'), to: '/ads' },
            { label: campaign.name, to: `/ads/${id}` },
          ]}
        >
          <Panel>
            <CampaignForm
              campaign={campaign}
              onCancel={() => navigate(`/ads/${id}`)}
              onSaved={({ past }) => {
                toast(t('form.saved'));
                navigate(`/ads/${id}`, { state: { past } });
              }}
            />
          </Panel>
        </Page>
      )}
    </RecordPage>
  );
}
