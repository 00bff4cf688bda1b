/** Every page, as it is looked at: wide, on a phone, dark, in Spanish. One story a look: pages are loaded once. */
import { test } from 'vitest';
import { ask } from './api.ts';
import { fits, sizes, stories, usableByAll } from './browser.ts';
import type { Service } from './service.ts';

const visit = stories();

const pages = [
  '/',
  '/ads',
  '/ads/new',
  '/ads/import/ad_campaigns',
  '/orders',
  '/orders/unresolved',
  '/orders/import',
  '/products',
  '/products/new',
  '/products/categories',
  '/products/tags',
  '/products/import/products',
  '/prices',
  '/prices/own',
  '/prices/rates',
  '/prices/import/prices',
  '/contacts',
  '/contacts/new',
  '/contacts/import',
  '/contacts/duplicates',
  '/segments',
  '/segments/new',
  '/segments/lists',
  '/segments/suppressions',
  '/leaderboard',
  '/leaderboard/compare',
  '/leaderboard/changes',
  '/health',
  '/explain',
  '/jobs',
  '/jobs?tab=queues',
  '/jobs?tab=work',
  '/jobs?tab=events',
  '/jobs?tab=schedules',
  '/audit',
  '/settings',
  '/settings/features',
  '/settings/webhooks',
  '/settings/imports',
  '/team',
  '/team/invitations',
  '/team/roles',
  '/team/tokens',
  '/notices',
  '/me',
  '/me/security',
  '/me/sessions',
];

/** The first record of each kind. */
async function details(service: Service): Promise<string[]> {
  const lists = {
    ads: 'attribution/ad-campaigns',
    orders: 'orders?status=partially_refunded',
    products: 'catalog/products',
    prices: 'pricing/lists',
    contacts: 'audience/contacts',
    segments: 'audience/segments',
  };
  const found = Object.entries(lists).map(async ([section, list]) => {
    const path = `${list}${list.includes('?') ? '&' : '?'}per_page=1`;
    const { data } = await ask<{ data: { id: number }[] }>(service, 'GET', path);
    return data.map(({ id }) => `/${section}/${id}`);
  });
  return (await Promise.all(found)).flat();
}

test.each([
  ['wide', { viewport: sizes.wide }, usableByAll],
  [
    'on a phone, dark',
    { viewport: sizes.phone, isMobile: true, hasTouch: true, colorScheme: 'dark' },
    usableByAll,
  ],
  ['narrow, in Spanish', { viewport: sizes.narrow, isMobile: true, hasTouch: true, locale: 'es' }, fits],
] as const)('every page can be used by all: %s', { timeout: 600_000 }, async (_, options, look) => {
  const { page, open, service } = await visit(options);
  for (const path of [...pages, ...(await details(service))]) {
    await open(path);
    await look(page);
  }
});
