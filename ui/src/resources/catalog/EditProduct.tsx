import { useGetOne } from 'ra-core';
import { useNavigate, useParams } from 'react-router';
import { Page } from '~/components/Page.tsx';
import { Panel } from '~/components/Panel.tsx';
import { RecordPage } from '~/components/RecordPage.tsx';
import { toast } from '~/components/toasts.ts';
import { useT } from '~/i18n/useT.ts';
import { ProductForm } from './ProductForm.tsx';
import type { Product } from './types.ts';

export default function EditProduct() {
  const t = useT();
  const navigate = useNavigate();
  const { id = '' } = useParams();
  const found = useGetOne<Product>('products', { id: Number(id) });
  return (
    <RecordPage found={found} list={{ label: t('frame.nav.products'), to: '/products' }}>
      {(product) => (
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
      )}
    </RecordPage>
  );
}
