import { useGetOne } from 'ra-core';
import { useNavigate, useParams } from 'react-router';
import { Page } from '~/components/Page.tsx';
import { PageWait } from '~/components/PageWait.tsx';
import { Panel } from '~/components/Panel.tsx';
import { RecordError } from '~/components/RecordError.tsx';
import { toast } from '~/components/toasts.ts';
import { useT } from '~/i18n/useT.ts';
import { CampaignForm } from './CampaignForm.tsx';
import type { AdCampaign } from './campaign.ts';

export default function EditCampaign() {
  const t = useT();
  const navigate = useNavigate();
  const { id = '' } = useParams();
  const { data: campaign, error, refetch } = useGetOne<AdCampaign>('ad-campaigns', { id: Number(id) });
  if (error)
    return (
      <RecordError
        error={error}
        list={{ label: t('frame.nav.ads'), to: '/ads' }}
        onRetry={() => void refetch()}
      />
    );
  if (!campaign) return <PageWait />;
  return (
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
  );
}
