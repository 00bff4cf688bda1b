/**
 * Where each resource of the console lives in the API. A section adds its line here and nothing else to be read,
 * listed and changed through ra-core's hooks.
 */
export interface ResourceAddress {
  /** Below /api/v1. */
  path: string;
  /** PUT replaces, PATCH changes only the fields sent. */
  update?: 'PUT' | 'PATCH';
  /** The field that names a record in addresses and caches, where it is not `id`. */
  key?: string;
}

export const resources: Record<string, ResourceAddress> = {
  'ad-campaigns': { path: 'attribution/ad-campaigns', update: 'PUT' },
  // Rows of one campaign; lists of them name their path.
  'ad-products': { path: 'attribution/ad-campaigns' },
  'ad-spend': { path: 'attribution/ad-campaigns', key: 'day' },
  'spend-names': { path: 'attribution/spend-names', update: 'PUT' },
  orders: { path: 'orders' },
  unresolved: { path: 'orders/unresolved', key: 'sku' },
  products: { path: 'catalog/products' },
  categories: { path: 'catalog/categories' },
  tags: { path: 'catalog/tags' },
  brands: { path: 'catalog/brands', key: 'brand' },
  batches: { path: 'catalog/batches' },
  'price-lists': { path: 'pricing/lists' },
  // Prices of one list, or the products' own; lists of them name their path.
  prices: { path: 'pricing/base-prices', key: 'product_id' },
  rates: { path: 'pricing/rates' },
  contacts: { path: 'audience/contacts' },
  segments: { path: 'audience/segments', update: 'PUT' },
  'contact-lists': { path: 'audience/lists', update: 'PUT' },
  suppressions: { path: 'audience/suppressions' },
  trackers: { path: 'trackers' },
  jobs: { path: 'jobs' },
  'set-aside': { path: 'events/set-aside' },
  settings: { path: 'settings', update: 'PUT', key: 'area' },
  // The shop itself, under the one id `tenant`.
  shop: { path: 'settings', update: 'PUT', key: 'slug' },
  webhooks: { path: 'webhooks', update: 'PUT' },
  notices: { path: 'notices' },
  audit: { path: 'audit' },
  imports: { path: 'imports' },
  people: { path: 'people' },
  tokens: { path: 'tokens' },
};

export function resourceAddress(resource: string): Required<ResourceAddress> {
  return { update: 'PATCH', key: 'id', path: resource, ...resources[resource] };
}
