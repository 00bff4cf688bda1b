import { lazy } from 'react';
import { Route, Routes } from 'react-router';
import { Frame } from '~/frame/Frame.tsx';
import { RequireSession } from '~/session/RequireSession.tsx';
import { answerFromSamples } from './sampleServer.ts';

answerFromSamples();

const Parts = lazy(() => import('./Parts.tsx'));
const Board = lazy(() => import('./Board.tsx'));
const SampleList = lazy(() => import('./SampleList.tsx'));
const SampleDetail = lazy(() => import('./SampleDetail.tsx'));
const SampleForm = lazy(() => import('./SampleForm.tsx'));

/** Every component in every state, for the eye and for tests. */
export default function Gallery() {
  return (
    <Routes>
      <Route
        element={
          <RequireSession>
            <Frame />
          </RequireSession>
        }
      >
        <Route index element={<Parts />} />
        <Route path="board" element={<Board />} />
        <Route path="list" element={<SampleList />} />
        <Route path="detail" element={<SampleDetail />} />
        <Route path="form" element={<SampleForm />} />
      </Route>
    </Routes>
  );
}
