import type { ReactNode } from 'react';
import { Page } from '~/components/Page.tsx';
import { PageTabs } from '~/components/PageTabs.tsx';
import { useT } from '~/i18n/useT.ts';
import { useCan } from '~/session/useMe.ts';

export interface TeamPageProps {
  open: 'members' | 'invitations' | 'roles' | 'tokens';
  actions?: ReactNode;
  children: ReactNode;
}

/** One of the pages of the section, with the way to the others. */
export function TeamPage({ open, actions, children }: TeamPageProps) {
  const t = useT();
  const seesPeople = useCan('people.read');
  const tabs = [
    { name: 'members', label: t('team.members.title'), to: '/team' },
    { name: 'invitations', label: t('team.invitations.title'), to: '/team/invitations' },
    { name: 'roles', label: t('team.roles.title'), to: '/team/roles' },
    { name: 'tokens', label: t('team.tokens.title'), to: '/team/tokens' },
  ];
  return (
    <Page title={t('frame.nav.team')} actions={actions}>
      <PageTabs
        label={t('frame.nav.team')}
        open={open}
        tabs={tabs.filter(({ name }) => seesPeople || name === 'tokens')}
      />
      {children}
    </Page>
  );
}
