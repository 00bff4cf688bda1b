import { CircleUser } from 'lucide-react';
import { lazy } from 'react';
import type { Section } from '~/sections.ts';

/** Not in the rail: the menu of the signed-in person leads here. */
export const sections: Section[] = [
  {
    name: 'me',
    path: 'me',
    label: 'frame.me.account',
    icon: CircleUser,
    records: { user: () => '/me' },
    page: lazy(() => import('./MeSection.tsx')),
  },
];
