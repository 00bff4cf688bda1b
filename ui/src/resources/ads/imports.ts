/** What about ads comes out of files. */
export const importKinds = ['ad_campaigns', 'ad_products', 'ad_spend'] as const;
