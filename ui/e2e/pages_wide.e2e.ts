import { test } from 'vitest';
import { sizes, stories, usableByAll } from './browser.ts';
import { lookAtEveryPage } from './pages.ts';

const visit = stories();

test('every page can be used by all on a wide screen', { timeout: 600_000 }, () =>
  lookAtEveryPage(visit, { viewport: sizes.wide }, usableByAll),
);
