/** Answers the API from samples while the gallery is open. Part of no build: see App.tsx. */

import type { Me, Notice, Tracker } from '~/api/types.ts';
import { days, products, seeded } from './samples.ts';

const me: Me = {
  user: { id: 1, name: 'Sample Person', email: 'sample@example.com' },
  tenants: [
    { slug: 'sample', name: 'Sample shop' },
    { slug: 'other', name: 'Other shop' },
  ],
  tenant: {
    slug: 'sample',
    name: 'Sample shop',
    currency: 'EUR',
    timezone: 'Europe/Madrid',
    locale: 'es-ES',
  },
  role: 'owner',
  capabilities: [],
  features: {},
};

const now = Date.now();
const ago = (seconds: number) => new Date(now - seconds * 1000).toISOString();

export const trackers: Tracker[] = [
  {
    id: 1,
    subject: { kind: 'import', id: 7, name: 'orders-2026.csv.gz' },
    marketplace: null,
    parent_id: null,
    action: 'import',
    process_type: 'main',
    status: 'in_progress',
    phases: [
      { name: 'reading', status: 'completed', total: 5000, completed: 5000, failed: 0 },
      { name: 'checking', status: 'completed', total: 5000, completed: 4988, failed: 12 },
      { name: 'writing', status: 'in_progress', total: 5000, completed: 2550, failed: 4 },
      { name: 'matching_returns', status: 'pending', total: 480, completed: 0, failed: 0 },
    ],
    total: 15480,
    completed: 12538,
    failed: 16,
    progress: 81.1,
    metadata: {},
    started_at: ago(95),
    last_activity_at: ago(1),
    completed_at: null,
    error: null,
  },
];

const notices: Notice[] = [
  {
    id: 2,
    kind: 'import.finished',
    level: 'info',
    title: 'products.csv was imported',
    body: '2,460 new, 12 rejected',
    subject: null,
    created_at: ago(600),
    read_at: null,
  },
  {
    id: 1,
    kind: 'job.dead',
    level: 'error',
    title: '3 jobs gave up',
    body: 'Order pull',
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
