/** What every story does: open a page as someone, see that nothing broke, and that everybody can use it. */
import { existsSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import type { Service } from './service.ts';

const EXECUTABLE =
  process.env.CHROMIUM ??
  ['/usr/bin/chromium', '/usr/bin/google-chrome', '/snap/bin/chromium'].find(existsSync);

export const sizes = {
  wide: { width: 1440, height: 900 },
  tablet: { width: 768, height: 1024 },
  phone: { width: 390, height: 844 },
  narrow: { width: 320, height: 640 },
};

export interface Visit {
  page: Page;
  context: BrowserContext;
  service: Service;
  /** Goes to a page of the console and waits until it is drawn. */
  open: (path: string) => Promise<void>;
}

let browser: Browser;

/** Call once at the top of a file. `visit` opens a browser of its own; what broke in it fails the story. */
export function stories() {
  const open: BrowserContext[] = [];
  let broken: string[] = [];

  beforeAll(async () => {
    if (!EXECUTABLE) throw new Error('There is no Chromium. Install it, or name it in CHROMIUM.');
    browser = await chromium.launch({ executablePath: EXECUTABLE, args: ['--no-sandbox'] });
  });
  afterAll(() => browser?.close());
  afterEach(async () => {
    await Promise.all(open.splice(0).map((context) => context.close()));
    const seen = broken;
    broken = [];
    expect(seen).toEqual([]);
  });

  async function visit(options: BrowserContextOptions & { signedIn?: boolean } = {}): Promise<Visit> {
    const service = inject('service');
    const { signedIn = true, ...rest } = options;
    const context = await browser.newContext({
      baseURL: service.url,
      viewport: sizes.wide,
      locale: 'en',
      reducedMotion: 'reduce',
      ...rest,
    });
    open.push(context);
    if (signedIn) await signIn(context, service);
    const page = await context.newPage();
    page.on('pageerror', (error) => broken.push(`${page.url()}: ${error.message}`));
    page.on('response', (answer) => {
      if (answer.status() >= 500) broken.push(`${answer.status()} ${answer.url()}`);
    });
    return {
      page,
      context,
      service,
      open: async (path) => {
        await page.goto(path);
        await drawn(page);
      },
    };
  }
  return visit;
}

async function signIn(context: BrowserContext, { url, email, password }: Service) {
  const answer = await context.request.post('/api/v1/session', {
    data: { email, password },
    headers: { Origin: url },
  });
  expect(answer.status(), await answer.text()).toBe(201);
}

/** Until a heading stands and nothing of the page waits any more. */
export async function drawn(page: Page) {
  await page.locator('main h1, h1').first().waitFor();
  await page.waitForFunction(() => document.querySelector('main [aria-busy="true"]') === null);
}

/** Nothing sticks out. */
export async function fits(page: Page) {
  const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect.soft(tooWide, `${page.url()} is too wide`).toBeLessThanOrEqual(0);
}

/** It fits, and axe finds nothing of WCAG 2.2 AA. */
export async function usableByAll(page: Page) {
  await fits(page);
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  const told = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes[0]?.html.slice(0, 200)}`);
  expect.soft(told, page.url()).toEqual([]);
}
