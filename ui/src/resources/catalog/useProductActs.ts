import { useNavigate } from 'react-router';
import { request } from '~/api/request.ts';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import type { Product } from './types.ts';

const refresh = ['products', 'audit'];

/** What can be done with one product. */
export function useProductActs(product: Product) {
  const t = useT();
  const navigate = useNavigate();
  const { act, busy } = useAct<Product>();
  const path = `catalog/products/${product.id}`;
  const { name } = product;

  function setActive(active: boolean) {
    return act({
      method: 'PATCH',
      path,
      body: { active },
      version: product.version,
      done: t(active ? 'catalog.restored' : 'catalog.archived', { name }),
      undo: ({ version }) => request('PATCH', path, { body: { active: !active }, version }),
      refresh,
    }).catch(() => undefined);
  }

  async function remove() {
    try {
      await act({ method: 'DELETE', path, done: t('catalog.deleted', { name }), refresh: [] });
    } catch {
      return;
    }
    navigate('/products');
  }

  return { setActive, remove, busy };
}
