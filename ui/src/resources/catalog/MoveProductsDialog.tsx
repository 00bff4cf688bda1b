import { request } from '~/api/request.ts';
import type { PageOf, Shape } from '~/api/types.ts';
import { FormDialog } from '~/components/form/FormDialog.tsx';
import { ReferenceInput } from '~/components/form/ReferenceInput.tsx';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import type { Category, Product } from './types.ts';

const PAGE = 200;

/** Moves what lies directly in a category to another one: then it can be deleted, or the two have become one. */
export function MoveProductsDialog({ category, onClose }: { category: Category; onClose: () => void }) {
  const t = useT();
  const format = useFormat();
  const { act } = useAct<Shape<'BulkResult'>>();
  const count = category.products;
  const counted = { smart_count: count, count: format.integer(count) };

  async function move({ category_id }: { category_id: number | null }) {
    const ids = await directlyIn(category);
    await act({
      path: 'catalog/products/bulk',
      body: { action: 'categorise', ids, category_id },
      done: ({ changed }) => t('catalog.bulk.done', { smart_count: changed, count: format.integer(changed) }),
      undo: () =>
        request('POST', 'catalog/products/bulk', {
          body: { action: 'categorise', ids, category_id: category.id },
        }),
      refresh: ['products', 'categories'],
      answers: 'all',
    });
    onClose();
  }

  return (
    <FormDialog<{ category_id: number | null }>
      title={t('catalog.category.merge_title', { name: category.name })}
      text={t('catalog.category.merge_text', counted)}
      verb={t('catalog.category.merge_verb', counted)}
      defaults={{ category_id: null }}
      onSubmit={move}
      onClose={onClose}
    >
      <ReferenceInput
        name="category_id"
        resource="categories"
        label={t('catalog.category.merge_to')}
        optionLabel={({ path }: Category) => path}
        required
      />
    </FormDialog>
  );
}

/** The API's filter takes what lies below along; here only the category itself is meant. */
async function directlyIn({ id }: Category): Promise<number[]> {
  const found: number[] = [];
  for (let page = 1; ; page++) {
    const query = { category_id: id, sort: 'id', page, per_page: PAGE };
    const { data, total } = await request<PageOf<Product>>('GET', 'catalog/products', { query });
    found.push(...data.filter(({ category }) => category?.id === id).map((product) => product.id));
    if (page * PAGE >= total) return found;
  }
}
