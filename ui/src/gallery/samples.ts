/** Samples for the gallery; the same at every look, so that pictures can be compared. */

export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

const random = seeded(7);
const things = [
  'table lamp',
  'espresso pot',
  'serving bowl',
  'wall clock',
  'floor lamp',
  'candle, 200 g',
  'bath towel',
];
const names = ['Linen', 'Copper', 'Cedar', 'Slate', 'Amber', 'Cotton', 'Walnut', 'Brass'];
const statuses = [
  'published',
  'published',
  'published',
  'published',
  'pending',
  'error',
  'warning',
  'paused',
  'publishing',
];

export interface SampleProduct {
  id: number;
  sku: string;
  name: string;
  status: string;
  price: { amount: number; currency: string };
  stock: number;
  sold: number;
  trend: number[];
  changed_at: string;
}

export const products: SampleProduct[] = Array.from({ length: 460 }, (_, i) => ({
  id: i + 1,
  sku: `SKU-${10000 + i * 7}`,
  name: `${names[i % names.length]} ${things[i % things.length]}`,
  status: statuses[Math.floor(random() * statuses.length)] ?? 'pending',
  price: { amount: 900 + Math.floor(random() * 19000), currency: 'EUR' },
  stock: Math.floor(random() * 260),
  sold: Math.floor(random() * 200),
  trend: Array.from({ length: 24 }, () => random() * 100),
  changed_at: new Date(Date.UTC(2026, 10, 20, 12) - i * 3_700_000).toISOString(),
}));

export const days = Array.from({ length: 30 }, (_, i) =>
  new Date(Date.UTC(2026, 9, 22 + i)).toISOString().slice(0, 10),
);
