import type { Shape } from '~/api/types.ts';

export type PriceList = Shape<'PriceListShape'>;
export type Rate = Shape<'RateShape'>;
export type Adjusted = Shape<'Adjusted'>;

/** A price of a product; in a list of them the product names the row. */
export type Price = Shape<'PriceRow'> & { id: number };

/** Whose prices are shown: a list's, or the products' own. */
export interface Prices {
  list: PriceList | null;
}

/** Below /api/v1. */
export function pricesPath({ list }: Prices): string {
  return list ? `pricing/lists/${list.id}/prices` : 'pricing/base-prices';
}

/** What changes when a price does. */
export const touched = ['prices', 'price-lists', 'products', 'audit'];
