import { ScrollText } from 'lucide-react';
import { lazy } from 'react';
import type { Section } from '~/sections.ts';

export const sections: Section[] = [
  {
    name: 'audit',
    path: 'audit',
    label: 'frame.nav.audit',
    icon: ScrollText,
    shortcut: 'u',
    capability: 'audit.read',
    page: lazy(() => import('./AuditPage.tsx')),
  },
];
