import { useGetOne } from 'ra-core';
import { useNavigate, useParams } from 'react-router';
import { Page } from '~/components/Page.tsx';
import { PageWait } from '~/components/PageWait.tsx';
import { Panel } from '~/components/Panel.tsx';
import { RecordError } from '~/components/RecordError.tsx';
import { toast } from '~/components/toasts.ts';
import { useT } from '~/i18n/useT.ts';
import { ProductForm } from './ProductForm.tsx';
import type { Product } from './types.ts';

export default function EditProduct() {
  const t = useT();
  const navigate = useNavigate();
  const { id = '' } = useParams();
  const { data: product, error, refetch } = useGetOne<Product>('products', { id: Number(id) });
  if (error)
    return (
      <RecordError
        error={error}
        list={{ label: t('frame.nav.products'), to: '/products' }}
        onRetry={() => void refetch()}
      />
    );
  if (!product) return <PageWait />;
  return (
    <Page
      title={t('catalog.edit_title', { name: product.name })}
      crumbs={[
        { label: t('frame.nav.products'), to: '/products' },
        { label: product.name, to: `/products/${id}` },
      ]}
    >
      <Panel>
        <ProductForm
          product={product}
          onCancel={() => navigate(`/products/${id}`)}
          onSaved={() => {
            toast(t('form.saved'));
            navigate(`/products/${id}`);
          }}
        />
      </Panel>
    </Page>
  );
}
