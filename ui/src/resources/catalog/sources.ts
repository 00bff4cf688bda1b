import type { Shape } from '~/api/types.ts';
import type { PickSource } from '~/components/list/types.ts';
import type { Category, Tag } from './types.ts';

/** What products are narrowed down by, found by the server. */
export const categories: PickSource = {
  resource: 'categories',
  value: ({ id }: Category) => String(id),
  text: ({ path }: Category) => path,
};

export const brands: PickSource = {
  resource: 'brands',
  value: ({ brand }: Shape<'BrandShape'>) => brand,
  text: ({ brand }: Shape<'BrandShape'>) => brand,
  named: true,
};

export const tags: PickSource = {
  resource: 'tags',
  value: ({ name }: Tag) => name,
  text: ({ name }: Tag) => name,
  named: true,
};
