import type { Money } from '~/api/types.ts';
import type { Product } from './types.ts';

export interface LessCost {
  money: Money;
  /** Of the price. */
  share: number | null;
}

/** What is left of the price after the cost, to the nearest minor unit; null where one of them is not known. */
export function lessCost({ price, cost }: Pick<Product, 'price' | 'cost'>): LessCost | null {
  if (!price || !cost || price.currency !== cost.currency) return null;
  const left = Math.round(price.amount - Number(cost.amount));
  return {
    money: { amount: left, currency: price.currency },
    share: price.amount === 0 ? null : left / price.amount,
  };
}
