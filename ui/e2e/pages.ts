/** Every page of the console, looked at one after the other in one browser. */
import type { BrowserContextOptions, Page } from 'playwright-core';
import { ask } from './api.ts';
import type { Visit } from './browser.ts';
import type { Service } from './service.ts';

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

type Visiting = (options: BrowserContextOptions) => Promise<Visit>;

export async function lookAtEveryPage(
  visit: Visiting,
  options: BrowserContextOptions,
  look: (page: Page) => Promise<void>,
) {
  const { page, open, service } = await visit(options);
  for (const path of [...pages, ...(await details(service))]) {
    await open(path);
    await look(page);
  }
}
