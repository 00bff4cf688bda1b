import { ReceiptText } from 'lucide-react';
import { lazy } from 'react';
import type { Section } from '~/sections.ts';

export const sections: Section[] = [
  {
    name: 'orders',
    path: 'orders',
    label: 'frame.nav.orders',
    icon: ReceiptText,
    shortcut: 'o',
    capability: 'orders.read',
    records: { order: (id) => `/orders/${id}` },
    page: lazy(() => import('./OrdersSection.tsx')),
  },
];
