import { lazy, Suspense } from 'react';
import { Navigate, Route, Routes } from 'react-router';
import { PageWait } from '~/components/PageWait.tsx';
import { NotFound } from '~/pages/NotFound.tsx';
import { useCan } from '~/session/useMe.ts';

const MemberList = lazy(() => import('./MemberList.tsx'));
const Invitations = lazy(() => import('./Invitations.tsx'));
const Roles = lazy(() => import('./Roles.tsx'));
const TokenList = lazy(() => import('./TokenList.tsx'));

export default function TeamSection() {
  const seesPeople = useCan('people.read');
  return (
    <Suspense fallback={<PageWait />}>
      <Routes>
        <Route index element={seesPeople ? <MemberList /> : <Navigate to="tokens" replace />} />
        {seesPeople && <Route path="invitations" element={<Invitations />} />}
        {seesPeople && <Route path="roles" element={<Roles />} />}
        <Route path="tokens" element={<TokenList />} />
        <Route path="*" element={<NotFound />} />
      </Routes>
    </Suspense>
  );
}
