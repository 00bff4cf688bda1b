import { lazy, type ReactNode, Suspense } from 'react';
import { Navigate, useLocation } from 'react-router';
import { SIGN_IN } from '~/api/authProvider.ts';
import { asProblem } from '~/api/problem.ts';
import { ErrorState } from '~/components/ErrorState.tsx';
import { PageWait } from '~/components/PageWait.tsx';
import { useMeQuery } from './useMe.ts';

const DemandedSecondFactor = lazy(() => import('~/resources/me/DemandedSecondFactor.tsx'));
const NoShop = lazy(() => import('~/resources/me/NoShop.tsx'));

/** The frame is for those who are signed in; the others sign in first and come back to where they wanted to be. */
export function RequireSession({ children }: { children: ReactNode }) {
  const { data, error, refetch } = useMeQuery();
  const { pathname, search } = useLocation();
  if (data?.second_factor_set_up_required) {
    return (
      <Suspense fallback={<PageWait />}>
        <DemandedSecondFactor />
      </Suspense>
    );
  }
  if (data && !data.tenant) {
    return (
      <Suspense fallback={<PageWait />}>
        <NoShop />
      </Suspense>
    );
  }
  if (data) return children;
  if (!error) return <PageWait />;
  if (asProblem(error).status === 401) {
    return <Navigate to={SIGN_IN} replace state={{ nextPathname: pathname, nextSearch: search }} />;
  }
  return (
    <main style={{ padding: 24 }}>
      <ErrorState error={error} onRetry={() => void refetch()} />
    </main>
  );
}
