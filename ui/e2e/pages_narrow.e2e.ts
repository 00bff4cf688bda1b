import { test } from 'vitest';
import { fits, sizes, stories } from './browser.ts';
import { lookAtEveryPage } from './pages.ts';

const visit = stories();

test('every page fits the narrowest screen, in Spanish', { timeout: 600_000 }, () =>
  lookAtEveryPage(visit, { viewport: sizes.narrow, isMobile: true, hasTouch: true, locale: 'es' }, fits),
);
