import { Bell } from 'lucide-react';
import { lazy } from 'react';
import type { Section } from '~/sections.ts';

/** Without a place in the rail: the bell leads here. */
export const sections: Section[] = [
  {
    name: 'notices',
    path: 'notices',
    label: 'frame.notices.label',
    icon: Bell,
    capability: 'notices.read',
    page: lazy(() => import('./NoticesSection.tsx')),
  },
];
