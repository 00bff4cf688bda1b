/** Prices come from a file, are changed where they stand, and many at once only after the outcome was seen. */
import { expect, test } from 'vitest';
import { ask, someProduct } from './api.ts';
import { stories } from './browser.ts';

const visit = stories();

interface Priced {
  data: { sku: string; price: { amount: number } }[];
}

test('a supplier’s file with its own columns and commas becomes products, and tells what it rejects', async () => {
  const { page, service, open } = await visit();
  const file = 'Ref;Titulo;PVP\nOLV-1;Taza azul;12,50\nOLV-2;Taza verde;1,00\n;Sin referencia;1,00\n';

  await open('/products/import/products');
  await page.setInputFiles('input[type=file]', {
    name: 'proveedor.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(file),
  });
  for (const [header, field] of [
    ['Ref', 'SKU *'],
    ['Titulo', 'Name'],
    ['PVP', 'Price'],
  ]) {
    await page.getByRole('combobox', { name: `${header}: Becomes` }).click();
    await page.getByRole('option', { name: String(field), exact: true }).click();
  }
  await page.getByRole('button', { name: 'Check the file' }).click();
  await page.getByText('sku is empty').waitFor();
  expect((await ask<Priced>(service, 'GET', 'catalog/products?sku=OLV-1')).data).toEqual([]);

  await page.getByRole('button', { name: 'Import 2 rows' }).click();
  await page.getByText('The file is in.').waitFor();
  const made = await ask<Priced>(service, 'GET', 'catalog/products?sku=OLV-1');
  expect(made.data.map(({ price }) => price.amount)).toEqual([1250]);
});

test('a list is made, priced in place, taken back, and adjusted after a look', async () => {
  const { page, service, open } = await visit();
  const product = await someProduct(service);
  const prices = async (id: number) =>
    (await ask<Priced>(service, 'GET', `pricing/lists/${id}/prices`)).data.map(({ price }) => price.amount);

  await open('/prices');
  await page.getByRole('button', { name: 'New price list' }).first().click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Autumn');
  await page.getByRole('button', { name: 'Make the list' }).click();
  await page.getByRole('heading', { level: 1, name: 'Autumn' }).waitFor();
  const id = Number(new URL(page.url()).pathname.split('/').pop());

  await page.getByRole('button', { name: 'Set a price' }).first().click();
  await page.getByRole('dialog').getByRole('combobox', { name: 'Product' }).fill(product.sku);
  await page.getByRole('option', { name: product.sku }).first().click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Price' }).fill('20');
  await page.getByRole('button', { name: 'Set the price' }).click();

  await page.getByRole('button', { name: /^Price of .*change it$/ }).click();
  const field = page.getByRole('textbox', { name: /^Price of/ });
  await field.fill('18.50');
  await field.press('Enter');
  await page.getByText('costs €18.50 now.').waitFor();
  expect(await prices(id)).toEqual([1850]);
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await page.getByRole('button', { name: /€20\.00: change it/ }).waitFor();
  expect(await prices(id)).toEqual([2000]);

  await page.getByRole('button', { name: 'Adjust prices' }).click();
  await page.getByLabel('By percent').fill('-10');
  await page.getByRole('button', { name: 'Look at the outcome' }).click();
  await page.getByRole('button', { name: 'Change 1 price' }).waitFor();
  expect(await prices(id)).toEqual([2000]);
  await page.getByRole('button', { name: 'Change 1 price' }).click();
  await page.getByText('1 price changed.').waitFor();
  expect(await prices(id)).toEqual([1800]);
});
