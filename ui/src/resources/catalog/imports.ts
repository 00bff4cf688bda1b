/** What files can bring into the catalogue. */
export const importKinds = ['products', 'batches'] as const;
