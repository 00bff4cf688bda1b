import { ListFilter, Users } from 'lucide-react';
import { lazy } from 'react';
import type { Section } from '~/sections.ts';

export const sections: Section[] = [
  {
    name: 'contacts',
    path: 'contacts',
    label: 'frame.nav.contacts',
    icon: Users,
    shortcut: 'c',
    capability: 'audience.read',
    records: { contact: (id) => `/contacts/${id}` },
    page: lazy(() => import('./ContactsSection.tsx')),
  },
  {
    name: 'segments',
    path: 'segments',
    label: 'frame.nav.segments',
    icon: ListFilter,
    shortcut: 's',
    capability: 'audience.read',
    records: {
      segment: (id) => `/segments/${id}`,
      contact_list: (id) => `/segments/lists/${id}`,
    },
    page: lazy(() => import('./SegmentsSection.tsx')),
  },
];
