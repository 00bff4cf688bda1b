import { Settings } from 'lucide-react';
import { lazy } from 'react';
import type { Section } from '~/sections.ts';

export const sections: Section[] = [
  {
    name: 'settings',
    path: 'settings',
    label: 'frame.nav.settings',
    icon: Settings,
    shortcut: ',',
    capability: 'settings.read',
    records: {
      settings: () => '/settings',
      tenant: () => '/settings',
      feature: () => '/settings/features',
      webhook: (id) => `/settings/webhooks/${id}`,
      import_mapping: () => '/settings/imports',
    },
    page: lazy(() => import('./SettingsSection.tsx')),
  },
];
