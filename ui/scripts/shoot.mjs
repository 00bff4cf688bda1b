/** Pictures of pages in real Chromium: `node scripts/shoot.mjs [--as email:password] [--widths 1440,390] [--dark] [--lang es] <path>…`. */
import { mkdir } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    widths: { type: 'string', default: '1440' },
    dark: { type: 'boolean', default: false },
    lang: { type: 'string', default: 'en' },
    full: { type: 'boolean', default: false },
    wait: { type: 'string', default: '2000' },
    press: { type: 'string' },
    click: { type: 'string' },
    /** Who looks, as email:password; nobody signed in without it. */
    as: { type: 'string' },
    out: { type: 'string', default: 'shots' },
    base: { type: 'string', default: 'http://127.0.0.1:5173' },
    chromium: { type: 'string', default: process.env.CHROMIUM ?? '/usr/bin/chromium' },
  },
});

await mkdir(values.out, { recursive: true });
const browser = await chromium.launch({ executablePath: values.chromium, args: ['--no-sandbox'] });
for (const width of values.widths.split(',').map(Number)) {
  const context = await browser.newContext({
    viewport: { width, height: width < 700 ? 844 : 900 },
    colorScheme: values.dark ? 'dark' : 'light',
    locale: values.lang,
    hasTouch: width < 700,
    isMobile: width < 700,
  });
  const page = await context.newPage();
  if (values.as) {
    const [email, password] = values.as.split(':');
    const answer = await context.request.post(`${values.base}/api/v1/session`, {
      data: { email, password },
      headers: { Origin: values.base },
    });
    if (!answer.ok()) throw new Error(`${email} cannot sign in: ${await answer.text()}`);
  }
  page.on('console', (message) => message.type() === 'error' && console.error(width, message.text()));
  page.on('pageerror', (error) => console.error(width, error.message));
  for (const path of positionals) {
    // Never "networkidle": the live stream stays open.
    await page.goto(values.base + path, { waitUntil: 'load' });
    await page.locator('main').first().waitFor();
    await page.waitForTimeout(Number(values.wait));
    if (values.click) {
      await page.click(values.click);
      await page.waitForTimeout(500);
    }
    if (values.press) {
      for (const key of values.press.split(' ')) await page.keyboard.press(key);
      await page.waitForTimeout(500);
    }
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (overflow > 0) console.error(`${path} at ${width}: ${overflow} px too wide`);
    const name = `${path.replace(/\W+/g, '-').replace(/^-|-$/g, '') || 'home'}-${width}${values.dark ? '-dark' : ''}${values.lang === 'en' ? '' : `-${values.lang}`}.png`;
    await page.screenshot({ path: `${values.out}/${name}`, fullPage: values.full });
    console.log(`${values.out}/${name}`);
  }
  await context.close();
}
await browser.close();
