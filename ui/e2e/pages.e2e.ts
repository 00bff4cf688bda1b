/** Every page, as it is looked at: wide, on a phone, dark, in Spanish. */
import { describe, test } from 'vitest';
import { sizes, stories, usableByAll } from './browser.ts';

const visit = stories();

const pages = [
  '/',
  '/ads',
  '/ads/new',
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
  '/leaderboard',
  '/health',
  '/explain',
];

describe.each([
  ['wide', { viewport: sizes.wide }],
  ['on a phone, dark', { viewport: sizes.phone, isMobile: true, hasTouch: true, colorScheme: 'dark' }],
  ['narrow, in Spanish', { viewport: sizes.narrow, isMobile: true, hasTouch: true, locale: 'es' }],
] as const)('%s', (_, options) => {
  test.each(pages)('%s', async (path) => {
    const { page, open } = await visit(options);
    await open(path);
    await usableByAll(page);
  });
});
