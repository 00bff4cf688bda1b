import { afterEach, expect, it, vi } from 'vitest';
import { type LiveEvent, readLive, restartLive } from './live.ts';

const frames = [
  'id: 7\nevent: opened\ndata: {"last_id": 7, "missed_some": false}\n\n',
  'id: 8\nevent: order.placed\ndata: {"order_id": 5}\n\n',
  'event: tracker.progressed\ndata: {"tracker_id": 3, "progress": 40}\n\n',
];

/** A server that tells these frames and then stays open. */
function serve(): { opened: () => number } {
  let opened = 0;
  vi.stubGlobal('fetch', async () => {
    opened += 1;
    const body = new ReadableStream({
      start(controller) {
        for (const frame of frames) controller.enqueue(new TextEncoder().encode(frame));
      },
    });
    return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } });
  });
  return { opened: () => opened };
}

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  restartLive();
  vi.unstubAllGlobals();
});

it('hands on what the frames say: the type by their name, the rest as their data', async () => {
  serve();
  const heard: LiveEvent[] = [];
  stops.push(readLive((event) => heard.push(event)));
  await vi.waitFor(() => expect(heard).toHaveLength(2));
  expect(heard).toEqual([
    { type: 'order.placed', data: { order_id: 5 } },
    { type: 'tracker.progressed', data: { tracker_id: 3, progress: 40 } },
  ]);
});

it('one reader at fault ends neither the stream nor the others', async () => {
  const server = serve();
  const faults = vi.fn();
  vi.stubGlobal('reportError', faults);
  const heard: string[] = [];
  stops.push(
    readLive(() => {
      throw new Error('a fault of its own');
    }),
  );
  stops.push(readLive(({ type }) => heard.push(type)));
  await vi.waitFor(() => expect(heard).toEqual(['order.placed', 'tracker.progressed']));
  expect(faults).toHaveBeenCalledTimes(2);
  expect(server.opened()).toBe(1);
});
