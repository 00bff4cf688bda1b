import type { Money, Shape } from '~/api/types.ts';
import { currencyDigits } from '~/format.ts';

export type Rounding = 'none' | 'five' | 'nine' | 'whole';

export interface AdjustValues {
  percent: number | null;
  amount: Money | null;
  rounding: Rounding;
  category_id: number | null;
  currency: string;
}

/** The steps that a currency has: without smaller coins there is nothing to end in .99. */
export function roundings(currency: string): Rounding[] {
  return currencyDigits(currency) > 0 ? ['none', 'five', 'nine', 'whole'] : ['none', 'five'];
}

/** In minor units: the prices are multiples of `step` less `ending`. */
export function stepOf(rounding: Rounding, currency: string): { step: number; ending: number } {
  const unit = 10 ** currencyDigits(currency);
  const known = {
    none: { step: 1, ending: 0 },
    five: { step: 5, ending: 0 },
    nine: { step: unit, ending: 1 },
    whole: { step: unit, ending: 0 },
  };
  return known[rounding];
}

/** What is asked of the API, for these products, a category, or all; `version` is the list's. */
export function adjustmentOf(
  values: AdjustValues,
  { ids, version }: { ids: number[] | null; version: number | undefined },
): Omit<Shape<'AdjustmentDraft'>, 'preview'> & { currency?: string } {
  return {
    percent: String(values.percent ?? 0),
    amount: Number(values.amount?.amount ?? 0),
    ...stepOf(values.rounding, values.currency),
    ...(ids && { product_ids: ids }),
    ...(!ids && values.category_id !== null && { filter: { category_id: values.category_id } }),
    ...(version === undefined ? { currency: values.currency } : { version }),
  };
}
