/** Answers the API from samples while the gallery is open. Part of no build: see App.tsx. */

import type { Me, Notice, Tracker, TrackerStatus } from '~/api/types.ts';
import { days, products, seeded } from './samples.ts';

const me: Me = {
  user: { id: 1, name: 'Sample Person', email: 'sample@example.com', locale: 'en', totp_enabled: false },
  tenants: [
    { slug: 'sample', name: 'Sample shop', role: 'owner' },
    { slug: 'other', name: 'Other shop', role: 'analyst' },
  ],
  tenant: {
    id: 1,
    slug: 'sample',
    name: 'Sample shop',
    currency: 'EUR',
    timezone: 'Europe/Madrid',
    locale: 'es-ES',
    is_demo: false,
    version: 1,
  },
  role: 'owner',
  capabilities: [],
  features: {},
  prices_include_tax: true,
  second_factor_set_up_required: false,
};

const now = Date.now();
const ago = (seconds: number) => new Date(now - seconds * 1000).toISOString();

const phase = (name: string, status: TrackerStatus, completed: number, failed: number, total = 5000) => {
  const label = name.replaceAll('_', ' ');
  return {
    name,
    label,
    status,
    total,
    completed,
    failed,
    progress: Math.floor(((completed + failed) / total) * 100),
    started_at: null,
    ended_at: null,
  };
};

export const trackers: Tracker[] = [
  {
    id: 1,
    parent_id: null,
    subject_kind: 'import',
    subject_id: 7,
    label: 'orders-2026.csv.gz',
    action: 'import',
    process_type: 'main',
    marketplace: null,
    status: 'in_progress',
    progress: 81,
    total: 15480,
    completed: 12538,
    failed: 16,
    phases: [
      phase('reading', 'completed', 5000, 0),
      phase('checking', 'completed', 4988, 12),
      phase('writing', 'in_progress', 2550, 4),
      phase('matching_returns', 'pending', 0, 0, 480),
    ],
    metadata: {},
    outcome: {},
    error: null,
    error_code: null,
    created_by: 'Demo',
    created_at: ago(96),
    cancel_requested_at: null,
    started_at: ago(95),
    last_activity_at: ago(1),
    completed_at: null,
    can_cancel: true,
    rate_per_s: 134.2,
    eta_s: 22,
  },
];

const notices: Notice[] = [
  {
    id: 2,
    kind: 'import.finished',
    tone: 'good',
    title: 'products.csv was imported',
    details: {},
    link: null,
    text: '2,460 new, 12 rejected',
    subject: null,
    created_at: ago(600),
    read_at: null,
  },
  {
    id: 1,
    kind: 'job.dead',
    tone: 'bad',
    title: '3 jobs gave up',
    details: {},
    link: null,
    text: 'Order pull',
    subject: null,
    created_at: ago(90_000),
    read_at: ago(80_000),
  },
];

function productPage(query: URLSearchParams) {
  const [page, perPage] = [Number(query.get('page') ?? 1), Number(query.get('per_page') ?? 50)];
  const [status, q] = [query.get('status'), (query.get('q') ?? '').toLowerCase()];
  const sort = query.get('sort') ?? 'name';
  const field = sort.replace('-', '') as keyof (typeof products)[number];
  const left = products
    .filter((row) => (!status || row.status === status) && row.name.toLowerCase().includes(q))
    .sort((a, b) => (a[field] < b[field] ? -1 : 1) * (sort.startsWith('-') ? -1 : 1));
  return {
    data: left.slice((page - 1) * perPage, page * perPage),
    total: left.length,
    page,
    per_page: perPage,
  };
}

const answers: Record<string, (query: URLSearchParams) => unknown> = {
  '/api/v1/me': () => me,
  '/api/v1/trackers': () => ({ data: trackers, total: 1, page: 1, per_page: 20 }),
  '/api/v1/trackers/1': () => trackers[0],
  '/api/v1/notices': () => ({ data: notices, total: 2, page: 1, per_page: 20, unread: 1 }),
  '/api/v1/search': () => ({ data: [] }),
  '/api/v1/samples': productPage,
};

const broken = {
  title: 'Something failed',
  status: 500,
  code: 'internal',
  detail: 'The database did not answer.',
  request_id: '01JD-7K2M',
};

export function answerFromSamples(): void {
  window.fetch = async (input) => {
    const url = new URL(String(input), window.location.origin);
    const answer = answers[url.pathname];
    if (answer) return Response.json(answer(url.searchParams));
    if (url.pathname === '/api/v1/events/stream') return new Response(new ReadableStream());
    return Response.json(broken, { status: 500 });
  };
}

export { days, seeded };
