import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router';
import { PageWait } from '~/components/PageWait.tsx';
import { NotFound } from '~/pages/NotFound.tsx';
import { PriceLists } from './PriceLists.tsx';

const PriceListDetail = lazy(() => import('./PriceListDetail.tsx'));
const OwnPrices = lazy(() => import('./OwnPrices.tsx'));
const Rates = lazy(() => import('./Rates.tsx'));
const ImportPricing = lazy(() => import('./ImportPricing.tsx'));

export default function PricesSection() {
  return (
    <Suspense fallback={<PageWait />}>
      <Routes>
        <Route index element={<PriceLists />} />
        <Route path="own" element={<OwnPrices />} />
        <Route path="rates" element={<Rates />} />
        <Route path="import/:kind" element={<ImportPricing />} />
        <Route path=":id" element={<PriceListDetail />} />
        <Route path="*" element={<NotFound />} />
      </Routes>
    </Suspense>
  );
}
