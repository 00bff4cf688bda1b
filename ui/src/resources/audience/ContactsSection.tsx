import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router';
import { PageWait } from '~/components/PageWait.tsx';
import { NotFound } from '~/pages/NotFound.tsx';
import { ContactList } from './ContactList.tsx';

const ContactDetail = lazy(() => import('./ContactDetail.tsx'));
const NewContact = lazy(() => import('./NewContact.tsx'));
const EditContact = lazy(() => import('./EditContact.tsx'));
const Duplicates = lazy(() => import('./Duplicates.tsx'));
const ContactImport = lazy(() => import('./ContactImport.tsx'));

export default function ContactsSection() {
  return (
    <Suspense fallback={<PageWait />}>
      <Routes>
        <Route index element={<ContactList />} />
        <Route path="new" element={<NewContact />} />
        <Route path="import" element={<ContactImport />} />
        <Route path="duplicates" element={<Duplicates />} />
        <Route path=":id" element={<ContactDetail />} />
        <Route path=":id/edit" element={<EditContact />} />
        <Route path="*" element={<NotFound />} />
      </Routes>
    </Suspense>
  );
}
