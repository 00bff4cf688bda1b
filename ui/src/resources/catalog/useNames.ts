import { useQuery } from '@tanstack/react-query';
import { request } from '~/api/request.ts';
import type { PageOf, Shape } from '~/api/types.ts';
import type { Choice } from '~/components/list/types.ts';
import type { Category, Tag } from './types.ts';

const MOST = 200;

function useFirst<R>(resource: string, path: string, sort?: string): R[] {
  const { data } = useQuery({
    queryKey: [resource, 'names'],
    queryFn: ({ signal }) => request<PageOf<R>>('GET', path, { query: { per_page: MOST, sort }, signal }),
    staleTime: 60_000,
  });
  return data?.data ?? [];
}

/** The first 200 categories, in the order of the tree. */
export function useCategoryChoices(): Choice[] {
  const rows = useFirst<Category>('categories', 'catalog/categories');
  return rows.map(({ id, path }) => ({ value: String(id), label: path }));
}

export function useBrandChoices(): Choice[] {
  const rows = useFirst<Shape<'BrandShape'>>('brands', 'catalog/brands');
  return rows.map(({ brand }) => ({ value: brand, label: brand }));
}

export function useTagChoices(): Choice[] {
  const rows = useFirst<Tag>('tags', 'catalog/tags');
  return rows.map(({ name }) => ({ value: name, label: name }));
}
