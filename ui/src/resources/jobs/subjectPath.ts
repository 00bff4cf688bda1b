import type { Tracker } from '~/api/types.ts';
import { recordPath } from '~/sections.ts';

/** Imports are looked at where they are made, by what they bring. */
const imports: Record<string, string> = {
  orders: '/orders/import',
  contacts: '/contacts/import',
  products: '/products/import/products',
  batches: '/products/import/batches',
  ad_campaigns: '/ads/import/ad_campaigns',
  ad_products: '/ads/import/ad_products',
  ad_spend: '/ads/import/ad_spend',
};

/** Where what a tracker is about is shown; null where no page shows it. */
export function subjectPath(tracker: Tracker): string | null {
  if (tracker.subject_kind !== 'import') return recordPath(tracker.subject_kind, tracker.subject_id);
  const path = imports[String(tracker.metadata.kind).replace(/-/g, '_')];
  return path && tracker.subject_id !== null ? `${path}?import=${tracker.subject_id}` : null;
}
