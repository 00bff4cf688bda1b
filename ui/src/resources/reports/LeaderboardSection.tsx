import { Route, Routes } from 'react-router';
import { NotFound } from '~/pages/NotFound.tsx';
import { Changes } from './Changes.tsx';
import { Compare } from './Compare.tsx';
import { Leaderboard } from './Leaderboard.tsx';

/** Which campaign earned what: ranked, side by side, and why it reads differently. */
export default function LeaderboardSection() {
  return (
    <Routes>
      <Route index element={<Leaderboard />} />
      <Route path="compare" element={<Compare />} />
      <Route path="changes" element={<Changes />} />
      <Route path="*" element={<NotFound />} />
    </Routes>
  );
}
