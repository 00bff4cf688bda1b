import type { Money, Shape } from '~/api/types.ts';
import type { Pair } from '~/components/form/PairsInput.tsx';
import type { Product, UnitPrice } from './types.ts';

/** What the fields of a product hold. */
export interface ProductValues {
  sku: string;
  name: string;
  description: string;
  brand: string | null;
  category_id: number | null;
  tags: string[];
  image_url: string | null;
  barcode: string | null;
  price: Money | null;
  price_from: string | null;
  cost: UnitPrice | null;
  cost_from: string | null;
  currency: string;
  tax_rate: number | null;
  stock_alert_threshold: number | null;
  attributes: Pair[];
  option_values: Pair[];
  parent_id: number | null;
}

/** A new product; a variant begins with what it shares with its parent. */
export function emptyProduct(currency: string, parent?: Product): ProductValues {
  return {
    sku: parent ? `${parent.sku}-` : '',
    name: parent?.name ?? '',
    description: '',
    brand: parent?.brand ?? null,
    category_id: parent?.category?.id ?? null,
    tags: parent?.tags ?? [],
    image_url: null,
    barcode: null,
    price: parent?.price ?? null,
    price_from: null,
    cost: parent?.cost ?? null,
    cost_from: null,
    currency: parent?.currency ?? currency,
    tax_rate: percent(parent?.tax_rate),
    stock_alert_threshold: null,
    attributes: [],
    option_values: parent ? [{ name: '', value: '' }] : [],
    parent_id: parent?.id ?? null,
  };
}

export function fromProduct(product: Product): ProductValues {
  const { sku, name, description, brand, tags, image_url, barcode, price, cost, currency, parent_id } =
    product;
  const { stock_alert_threshold, tax_rate, attributes, option_values, category } = product;
  return {
    ...{ sku, name, description, brand, tags, image_url, barcode, price, cost, currency, parent_id },
    category_id: category?.id ?? null,
    price_from: null,
    cost_from: null,
    tax_rate: percent(tax_rate),
    stock_alert_threshold,
    attributes: Object.entries(attributes).map(([field, value]) => ({ name: field, value: written(value) })),
    option_values: Object.entries(option_values).map(([option, value]) => ({ name: option, value })),
  };
}

/** Of a product that is there, only what was changed: fields that were left alone are nobody's to overwrite. */
export function toApi(values: ProductValues, product?: Product): object {
  const now = asDraft(values, product);
  if (!product) return now;
  const before = asDraft(fromProduct(product), product) as unknown as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(now).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name])),
  );
}

function asDraft(values: ProductValues, product?: Product): Partial<Shape<'ProductDraft'>> {
  const currency = values.currency.trim().toUpperCase();
  const { price_from, cost_from, ...rest } = values;
  return {
    ...rest,
    currency,
    brand: values.brand || null,
    image_url: values.image_url || null,
    barcode: values.barcode || null,
    price: values.price && { amount: Number(values.price.amount), currency },
    cost: values.cost && { ...values.cost, currency },
    tax_rate: values.tax_rate === null ? null : String(values.tax_rate),
    attributes: objectOf(values.attributes, product?.attributes),
    option_values: objectOf(values.option_values) as Record<string, string>,
    ...(price_from && { price_from }),
    ...(cost_from && { cost_from }),
  };
}

/** Values that were no text (numbers, lists) and were not touched stay what they were. */
function objectOf(pairs: Pair[], before: Record<string, unknown> = {}): Record<string, unknown> {
  const named = pairs.filter(({ name }) => name.trim());
  return Object.fromEntries(
    named.map(({ name, value }) => [name.trim(), written(before[name]) === value ? before[name] : value]),
  );
}

function written(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}

function percent(rate: string | null | undefined): number | null {
  return rate == null ? null : Number(rate);
}
