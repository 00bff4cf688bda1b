import { Route, Routes } from 'react-router';
import { NotFound } from '~/pages/NotFound.tsx';
import { FeaturesPage } from './FeaturesPage.tsx';
import { GeneralPage } from './GeneralPage.tsx';
import { MappingsPage } from './MappingsPage.tsx';
import { WebhookDetail } from './webhooks/WebhookDetail.tsx';
import { WebhooksPage } from './webhooks/WebhooksPage.tsx';

export default function SettingsSection() {
  return (
    <Routes>
      <Route index element={<GeneralPage />} />
      <Route path="features" element={<FeaturesPage />} />
      <Route path="webhooks" element={<WebhooksPage />} />
      <Route path="webhooks/:id" element={<WebhookDetail />} />
      <Route path="imports" element={<MappingsPage />} />
      <Route path="*" element={<NotFound />} />
    </Routes>
  );
}
