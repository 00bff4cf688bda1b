import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router';
import { PageWait } from '~/components/PageWait.tsx';
import { NotFound } from '~/pages/NotFound.tsx';
import { Profile } from './Profile.tsx';

const Security = lazy(() => import('./Security.tsx'));
const Sessions = lazy(() => import('./Sessions.tsx'));

export default function MeSection() {
  return (
    <Suspense fallback={<PageWait />}>
      <Routes>
        <Route index element={<Profile />} />
        <Route path="security" element={<Security />} />
        <Route path="sessions" element={<Sessions />} />
        <Route path="*" element={<NotFound />} />
      </Routes>
    </Suspense>
  );
}
