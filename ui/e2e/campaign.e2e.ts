/** The first campaign that proves itself: made, targeted, started, earning, ended. */
import { test } from 'vitest';
import { placeOrder, someProduct } from './api.ts';
import { stories } from './browser.ts';

const visit = stories();

test('a campaign is made in the browser, and an order is in the open leaderboard at once', async () => {
  const { page, service, open } = await visit();
  const product = await someProduct(service);

  await open('/ads/new');
  await page.getByRole('button', { name: 'Make the draft' }).click();
  await page
    .getByText(/required|Fill|needed/i)
    .first()
    .waitFor();
  await page.getByRole('textbox', { name: 'Campaign' }).fill('Olives for everyone');
  await page.getByRole('button', { name: 'Make the draft' }).click();
  await page.getByRole('heading', { level: 1, name: 'Olives for everyone' }).waitFor();

  await page.getByRole('tab', { name: /Targeting/ }).click();
  await page.getByRole('button', { name: 'Add products' }).first().click();
  const adding = page.getByRole('dialog');
  await adding.getByLabel('Products by name or SKU').fill(product.sku);
  await page.getByRole('option', { name: product.sku }).first().click();
  await page.keyboard.press('Escape');
  await adding.getByRole('button', { name: 'Add 1 product' }).click();
  await page.getByText('1 product added.').waitFor();

  await page.getByRole('button', { name: 'Start', exact: true }).click();
  const since = page.getByRole('button', { name: 'It runs from now on' });
  await Promise.race([since.waitFor().then(() => since.click()), page.getByText(/runs\.$/).waitFor()]);
  await page.getByText('“Olives for everyone” runs.').waitFor();

  const board = await page.context().newPage();
  await board.goto('/leaderboard?period=today');
  await board.getByRole('heading', { level: 1, name: 'Leaderboard' }).waitFor();
  await board.getByRole('table').or(board.getByText('Nothing was credited')).first().waitFor();
  const begun = Date.now();
  await placeOrder(service, product.sku, '123456');
  const row = board.getByRole('row', { name: /Olives for everyone/ });
  await row
    .getByText(/1,234\.56|617\.28|411\.52|308\.64|246\.9/)
    .first()
    .waitFor({ timeout: 15_000 });
  console.info(`order posted → in the open leaderboard: ${Date.now() - begun} ms`);

  await page.reload();
  await page.getByRole('button', { name: 'End', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'End the campaign' }).click();
  await page.getByText('“Olives for everyone” has ended.').waitFor();
});

test('an order is refunded in part, and the ledger says so', async () => {
  const { page, service, open } = await visit();
  const product = await someProduct(service);
  const order = await placeOrder(service, product.sku, '1000', 3);

  await open(`/orders/${order.id}`);
  await page.getByRole('button', { name: 'Refund', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/Units of/).fill('1');
  await dialog.getByRole('button', { name: /^Refund/ }).click();
  await page.getByText('The refund is booked.').waitFor();
  await page.getByText('Partly refunded').first().waitFor();
});
