import { ListChecks } from 'lucide-react';
import { lazy } from 'react';
import type { Section } from '~/sections.ts';

export const sections: Section[] = [
  {
    name: 'jobs',
    path: 'jobs',
    label: 'frame.nav.jobs',
    icon: ListChecks,
    shortcut: 'j',
    capability: 'jobs.read',
    records: {
      job: (id) => `/jobs/${id}`,
      tracker: (id) => `/jobs/trackers/${id}`,
      event_set_aside: () => '/jobs?tab=events',
    },
    page: lazy(() => import('./JobsSection.tsx')),
  },
];
