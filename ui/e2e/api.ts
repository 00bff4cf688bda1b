/** What happens outside the browser: other programs at the API, as the shop's owner. */
import { expect } from 'vitest';
import type { Service } from './service.ts';

export async function ask<T = Record<string, unknown>>(
  { url, token }: Service,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const answer = await fetch(`${url}/api/v1/${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  expect(answer.ok, `${method} ${path}: ${text}`).toBe(true);
  return (text ? JSON.parse(text) : {}) as T;
}

export interface Product {
  id: number;
  sku: string;
  name: string;
}

export async function someProduct(service: Service): Promise<Product> {
  const { data } = await ask<{ data: Product[] }>(service, 'GET', 'catalog/products?per_page=1&sort=sku');
  const [product] = data;
  if (!product) throw new Error('the demo shop has no products');
  return product;
}

export async function placeOrder(service: Service, sku: string, amount: string, quantity = 1) {
  return ask<{ id: number; number: string }>(service, 'POST', 'orders', {
    external_id: `story-${crypto.randomUUID()}`,
    marketplace: 'direct',
    currency: 'EUR',
    status: 'confirmed',
    lines: [{ sku, quantity, unit_price: { amount, currency: 'EUR' } }],
  });
}
