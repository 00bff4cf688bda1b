import { CoreAdminContext, memoryStore } from 'ra-core';
import { lazy, Suspense, useState } from 'react';
import { Route, Routes } from 'react-router';
import { authProvider } from './api/authProvider.ts';
import { dataProvider } from './api/dataProvider.ts';
import { queryClient } from './api/queryClient.ts';
import { PageWait } from './components/PageWait.tsx';
import { Toasts } from './components/Toasts.tsx';
import type { I18n } from './i18n/language.ts';
import { NotFound } from './pages/NotFound.tsx';
import { sections } from './sections.ts';
import { RequireSession } from './session/RequireSession.tsx';
import { SectionGate } from './session/SectionGate.tsx';

const SignIn = lazy(() => import('./pages/SignIn.tsx'));
const Setup = lazy(() => import('./pages/Setup.tsx'));
const Invite = lazy(() => import('./pages/Invite.tsx'));
const Reset = lazy(() => import('./pages/Reset.tsx'));
// Every component in every state, for the eye and for tests; no part of the product.
const Gallery = import.meta.env.DEV ? lazy(() => import('./gallery/Gallery.tsx')) : null;

const store = memoryStore();

/** The frame and every section's words, for those who are in. */
function inside(i18n: I18n) {
  return lazy(async () => {
    const [{ Frame }] = await Promise.all([import('./frame/Frame.tsx'), i18n.enter()]);
    return { default: Frame };
  });
}

export function App({ i18n }: { i18n: I18n }) {
  const [Inside] = useState(() => inside(i18n));
  return (
    <CoreAdminContext
      authProvider={authProvider}
      dataProvider={dataProvider}
      i18nProvider={i18n}
      queryClient={queryClient}
      store={store}
    >
      <Suspense fallback={<PageWait />}>
        <Routes>
          <Route path="/sign-in" element={<SignIn />} />
          <Route path="/setup" element={<Setup />} />
          <Route path="/invitations/:code" element={<Invite />} />
          <Route path="/password-resets/:code?" element={<Reset />} />
          {Gallery && <Route path="/_gallery/*" element={<Gallery />} />}
          <Route
            element={
              <RequireSession>
                <Inside />
              </RequireSession>
            }
          >
            {sections.map((section) => (
              <Route
                key={section.name}
                path={section.path ? `${section.path}/*` : ''}
                element={<SectionGate section={section} />}
              />
            ))}
            <Route path="*" element={<NotFound />} />
          </Route>
        </Routes>
      </Suspense>
      <Toasts />
    </CoreAdminContext>
  );
}
