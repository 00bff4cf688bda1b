import { ChartNoAxesColumn, HeartPulse, ScanSearch } from 'lucide-react';
import { lazy } from 'react';
import type { Section } from '~/sections.ts';

export const sections: Section[] = [
  {
    name: 'leaderboard',
    path: 'leaderboard',
    label: 'frame.nav.leaderboard',
    icon: ChartNoAxesColumn,
    shortcut: 'l',
    capability: 'attribution.read',
    feature: 'attribution',
    page: lazy(() => import('./LeaderboardSection.tsx')),
  },
  {
    name: 'health',
    path: 'health',
    label: 'frame.nav.health',
    icon: HeartPulse,
    capability: 'attribution.read',
    feature: 'attribution',
    records: { attribution_run: () => '/health' },
    page: lazy(() => import('./Health.tsx')),
  },
  {
    name: 'explain',
    path: 'explain',
    label: 'frame.nav.explain',
    icon: ScanSearch,
    shortcut: 'e',
    capability: 'attribution.read',
    feature: 'attribution',
    page: lazy(() => import('./Explain.tsx')),
  },
];
