import type { ReactNode } from 'react';
import { Page } from '~/components/Page.tsx';
import { PageTabs } from '~/components/PageTabs.tsx';
import { useT } from '~/i18n/useT.ts';
import { useMe } from '~/session/useMe.ts';

export interface MePageProps {
  open: 'profile' | 'security' | 'sessions';
  actions?: ReactNode;
  children: ReactNode;
}

/** One of the pages about oneself, with the way to the others. */
export function MePage({ open, actions, children }: MePageProps) {
  const t = useT();
  const { user } = useMe();
  return (
    <Page title={t('frame.me.account')} note={user.email} actions={actions}>
      <PageTabs
        label={t('frame.me.account')}
        open={open}
        tabs={[
          { name: 'profile', label: t('me.profile.title'), to: '/me' },
          { name: 'security', label: t('me.security.title'), to: '/me/security' },
          { name: 'sessions', label: t('me.sessions.title'), to: '/me/sessions' },
        ]}
      />
      {children}
    </Page>
  );
}
