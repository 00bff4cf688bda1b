import { Route, Routes } from 'react-router';
import { NotFound } from '~/pages/NotFound.tsx';
import { OrderDetail } from './OrderDetail.tsx';
import { OrderImport } from './OrderImport.tsx';
import { OrderList } from './OrderList.tsx';
import { UnresolvedList } from './UnresolvedList.tsx';

export default function OrdersSection() {
  return (
    <Routes>
      <Route index element={<OrderList />} />
      <Route path="import" element={<OrderImport />} />
      <Route path="unresolved" element={<UnresolvedList />} />
      <Route path=":id" element={<OrderDetail />} />
      <Route path="*" element={<NotFound />} />
    </Routes>
  );
}
