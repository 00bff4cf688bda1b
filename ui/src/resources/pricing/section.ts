import { Tags } from 'lucide-react';
import { lazy } from 'react';
import type { Section } from '~/sections.ts';

export const sections: Section[] = [
  {
    name: 'prices',
    path: 'prices',
    label: 'frame.nav.prices',
    icon: Tags,
    shortcut: 'r',
    capability: 'pricing.read',
    records: { price_list: (id) => `/prices/${id}` },
    page: lazy(() => import('./PricesSection.tsx')),
  },
];
