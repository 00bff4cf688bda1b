import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router';
import { PageWait } from '~/components/PageWait.tsx';
import { NotFound } from '~/pages/NotFound.tsx';
import { CampaignList } from './CampaignList.tsx';

const CampaignDetail = lazy(() => import('./CampaignDetail.tsx'));
const NewCampaign = lazy(() => import('./NewCampaign.tsx'));
const EditCampaign = lazy(() => import('./EditCampaign.tsx'));
const ImportAds = lazy(() => import('./ImportAds.tsx'));

export default function AdsSection() {
  return (
    <Suspense fallback={<PageWait />}>
      <Routes>
        <Route index element={<CampaignList />} />
        <Route path="new" element={<NewCampaign />} />
        <Route path="import/:kind" element={<ImportAds />} />
        <Route path=":id" element={<CampaignDetail />} />
        <Route path=":id/edit" element={<EditCampaign />} />
        <Route path="*" element={<NotFound />} />
      </Routes>
    </Suspense>
  );
}
