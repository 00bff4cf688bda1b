import { Megaphone } from 'lucide-react';
import { lazy } from 'react';
import type { Section } from '~/sections.ts';

export const sections: Section[] = [
  {
    name: 'ads',
    path: 'ads',
    label: 'frame.nav.ads',
    icon: Megaphone,
    shortcut: 'a',
    capability: 'attribution.read',
    feature: 'attribution',
    records: { ad_campaign: (id) => `/ads/${id}` },
    page: lazy(() => import('./AdsSection.tsx')),
  },
];
