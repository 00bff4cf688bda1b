import { test } from 'vitest';
import { sizes, stories, usableByAll } from './browser.ts';
import { lookAtEveryPage } from './pages.ts';

const visit = stories();

test('every page can be used by all on a phone, in the dark', { timeout: 600_000 }, () =>
  lookAtEveryPage(
    visit,
    { viewport: sizes.phone, isMobile: true, hasTouch: true, colorScheme: 'dark' },
    usableByAll,
  ),
);
