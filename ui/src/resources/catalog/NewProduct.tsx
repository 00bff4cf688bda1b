import { useGetOne } from 'ra-core';
import { useNavigate, useSearchParams } from 'react-router';
import { ErrorState } from '~/components/ErrorState.tsx';
import { Page } from '~/components/Page.tsx';
import { PageWait } from '~/components/PageWait.tsx';
import { Panel } from '~/components/Panel.tsx';
import { toast } from '~/components/toasts.ts';
import { useT } from '~/i18n/useT.ts';
import { ProductForm } from './ProductForm.tsx';
import type { Product } from './types.ts';

/** A new product, or with `?parent=` a variant of one. */
export default function NewProduct() {
  const t = useT();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const parentId = params.get('parent');
  const { data: parent, error } = useGetOne<Product>(
    'products',
    { id: Number(parentId) },
    { enabled: parentId !== null },
  );
  if (error) return <ErrorState error={error} />;
  if (parentId && !parent) return <PageWait />;
  const crumbs = [{ label: t('frame.nav.products'), to: '/products' }];
  return (
    <Page
      title={parent ? t('catalog.new_variant', { name: parent.name }) : t('catalog.new')}
      crumbs={parent ? [...crumbs, { label: parent.name, to: `/products/${parent.id}` }] : crumbs}
    >
      <Panel>
        <ProductForm
          parent={parent}
          onCancel={() => navigate(parent ? `/products/${parent.id}?tab=variants` : '/products')}
          onSaved={({ id, name }) => {
            toast(t('catalog.created', { name }));
            navigate(`/products/${id}`);
          }}
        />
      </Panel>
    </Page>
  );
}
