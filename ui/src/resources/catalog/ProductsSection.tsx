import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router';
import { PageWait } from '~/components/PageWait.tsx';
import { NotFound } from '~/pages/NotFound.tsx';
import { ProductList } from './ProductList.tsx';

const ProductDetail = lazy(() => import('./ProductDetail.tsx'));
const NewProduct = lazy(() => import('./NewProduct.tsx'));
const EditProduct = lazy(() => import('./EditProduct.tsx'));
const Categories = lazy(() => import('./Categories.tsx'));
const Tags = lazy(() => import('./Tags.tsx'));
const ImportCatalog = lazy(() => import('./ImportCatalog.tsx'));

export default function ProductsSection() {
  return (
    <Suspense fallback={<PageWait />}>
      <Routes>
        <Route index element={<ProductList />} />
        <Route path="new" element={<NewProduct />} />
        <Route path="categories" element={<Categories />} />
        <Route path="tags" element={<Tags />} />
        <Route path="import/:kind" element={<ImportCatalog />} />
        <Route path=":id" element={<ProductDetail />} />
        <Route path=":id/edit" element={<EditProduct />} />
        <Route path="*" element={<NotFound />} />
      </Routes>
    </Suspense>
  );
}
