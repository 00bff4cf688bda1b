import { Route, Routes } from 'react-router';
import { NotFound } from '~/pages/NotFound.tsx';
import { JobDetail } from './JobDetail.tsx';
import { JobsPage } from './JobsPage.tsx';
import { TrackerDetail } from './TrackerDetail.tsx';

export default function JobsSection() {
  return (
    <Routes>
      <Route index element={<JobsPage />} />
      <Route path="trackers/:id" element={<TrackerDetail />} />
      <Route path=":id" element={<JobDetail />} />
      <Route path="*" element={<NotFound />} />
    </Routes>
  );
}
