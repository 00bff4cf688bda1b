import { expect, test } from 'vitest';
import { drawn, stories, usableByAll } from './browser.ts';

const visit = stories();

test('a wrong password is refused in words, the right one leads where the person was going', async () => {
  const { page, service, open } = await visit({ signedIn: false });
  await open('/orders?status=completed');
  expect(new URL(page.url()).pathname).toBe('/sign-in');
  await usableByAll(page);

  await page.getByLabel('E-mail').fill(service.email);
  await page.locator('input[type=password]').fill('not the password');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByText('do not match').waitFor();

  await page.locator('input[type=password]').fill(service.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('heading', { name: 'Orders', level: 1 }).waitFor();
  expect(new URL(page.url()).search).toContain('status=completed');

  await page.getByRole('button', { name: /^Your account/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByLabel('E-mail').waitFor();
  await page.goto('/orders');
  await page.getByLabel('E-mail').waitFor();
});

test('the keyboard searches, goes places and helps', async () => {
  const { page, open } = await visit();
  await open('/');
  await page.keyboard.press('g');
  await page.keyboard.press('o');
  await page.getByRole('heading', { name: 'Orders', level: 1 }).waitFor();
  await drawn(page);
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await page.keyboard.type('Black Friday');
  await page
    .getByRole('option', { name: /Black Friday/ })
    .first()
    .click();
  await page.getByRole('heading', { level: 1, name: /Black Friday/ }).waitFor();
});
