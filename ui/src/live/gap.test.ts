import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { queryClient } from '~/api/queryClient.ts';
import { readLive, restartLive } from './live.ts';

let again = vi.spyOn(queryClient, 'invalidateQueries');
const opened = (missed: boolean) =>
  `id: 7\nevent: opened\ndata: {"last_id": 7, "missed_some": ${missed}}\n\n`;
const placed = 'id: 8\nevent: order.placed\ndata: {"order_id": 5}\n\n';
let stop = () => {};

/** Answers each request with the next stream; all but the last one end. */
function serve(...streams: string[][]) {
  const fetched = vi.fn<typeof fetch>();
  streams.forEach((frames, i) => {
    const body = new ReadableStream({
      start(controller) {
        for (const frame of frames) controller.enqueue(new TextEncoder().encode(frame));
        if (i < streams.length - 1) controller.close();
      },
    });
    fetched.mockResolvedValueOnce(new Response(body, { headers: { 'Content-Type': 'text/event-stream' } }));
  });
  vi.stubGlobal('fetch', fetched);
  return fetched;
}

beforeEach(() => {
  again = vi.spyOn(queryClient, 'invalidateQueries').mockResolvedValue();
});
afterEach(() => {
  stop();
  restartLive();
  vi.unstubAllGlobals();
});

it('goes on from the last event it heard, and reads nothing again', async () => {
  const fetched = serve([opened(false), placed], [opened(false)]);
  stop = readLive(() => {});

  await vi.waitFor(() => expect(fetched).toHaveBeenCalledTimes(2), 5_000);
  const [first, second] = fetched.mock.calls.map(([, init]) => new Headers(init?.headers));
  expect(first?.get('Last-Event-ID')).toBeNull();
  expect(second?.get('Last-Event-ID')).toBe('8');
  expect(again).not.toHaveBeenCalled();
});

it('after a gap everything in view is read again', async () => {
  serve([opened(true)]);
  stop = readLive(() => {});

  await vi.waitFor(() => expect(again).toHaveBeenCalledWith());
});
