import { UserCog } from 'lucide-react';
import { lazy } from 'react';
import type { Section } from '~/sections.ts';

export const sections: Section[] = [
  {
    name: 'team',
    path: 'team',
    label: 'frame.nav.team',
    icon: UserCog,
    shortcut: 't',
    // Everyone has tokens of their own; who may not see the members sees only those.
    capability: 'tokens.own',
    records: { member: () => '/team', invitation: () => '/team/invitations', token: () => '/team/tokens' },
    page: lazy(() => import('./TeamSection.tsx')),
  },
];
