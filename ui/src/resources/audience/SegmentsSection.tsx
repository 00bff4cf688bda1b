import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router';
import { PageWait } from '~/components/PageWait.tsx';
import { NotFound } from '~/pages/NotFound.tsx';
import { SegmentList } from './segment/SegmentList.tsx';

const SegmentDetail = lazy(() => import('./segment/SegmentDetail.tsx'));
const SegmentEditor = lazy(() => import('./segment/SegmentEditor.tsx'));
const ListList = lazy(() => import('./ListList.tsx'));
const ListDetail = lazy(() => import('./ListDetail.tsx'));
const SuppressionList = lazy(() => import('./SuppressionList.tsx'));

export default function SegmentsSection() {
  return (
    <Suspense fallback={<PageWait />}>
      <Routes>
        <Route index element={<SegmentList />} />
        <Route path="new" element={<SegmentEditor />} />
        <Route path="lists" element={<ListList />} />
        <Route path="lists/:id" element={<ListDetail />} />
        <Route path="suppressions" element={<SuppressionList />} />
        <Route path=":id" element={<SegmentDetail />} />
        <Route path=":id/edit" element={<SegmentEditor />} />
        <Route path="*" element={<NotFound />} />
      </Routes>
    </Suspense>
  );
}
