import { Package } from 'lucide-react';
import { lazy } from 'react';
import type { Section } from '~/sections.ts';

export const sections: Section[] = [
  {
    name: 'products',
    path: 'products',
    label: 'frame.nav.products',
    icon: Package,
    shortcut: 'p',
    capability: 'catalog.read',
    records: { product: (id) => `/products/${id}` },
    page: lazy(() => import('./ProductsSection.tsx')),
  },
];
