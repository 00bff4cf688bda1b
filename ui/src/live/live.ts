/**
 * The tab's one live connection. It opens with its first reader, closes a little after the last, rests while the
 * tab is hidden and resumes from the last event it saw; where streams do not get through, readers poll instead.
 */

import { queryClient } from '~/api/queryClient.ts';
import { address, headersFor, request } from '~/api/request.ts';
import { readEventStream } from './eventStream.ts';

export type LiveStatus = 'closed' | 'connecting' | 'open' | 'resting' | 'polling';

export interface LiveEvent {
  type: string;
  data: Record<string, unknown>;
}

type Reader = (event: LiveEvent) => void;

const LINGER_MS = 3_000;
const HIDDEN_REST_MS = 10_000;
const BACKOFF_MS = [500, 1_000, 2_000, 5_000, 10_000, 30_000];
const FAILURES_BEFORE_POLLING = 3;
const POLL_MS = 5_000;
const POLLS_BEFORE_TRYING_AGAIN = 6;

const readers = new Set<Reader>();
const watchers = new Set<() => void>();

let status: LiveStatus = 'closed';
let lastEventId: string | null = null;
let connection: AbortController | null = null;
let failures = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

export function liveStatus(): LiveStatus {
  return status;
}

/** For useSyncExternalStore: tells of changes of the status. */
export function watchStatus(onChange: () => void): () => void {
  watchers.add(onChange);
  return () => watchers.delete(onChange);
}

/** Hands every event to `reader` until the returned function is called. */
export function readLive(reader: Reader): () => void {
  readers.add(reader);
  if (!connection) open();
  return () => {
    readers.delete(reader);
    if (readers.size === 0) after(LINGER_MS, () => readers.size === 0 && close('closed'));
  };
}

/** Another tenant, another person: nothing of the old stream is kept. */
export function restartLive(): void {
  lastEventId = null;
  close('closed');
  if (readers.size > 0) open();
}

function become(next: LiveStatus) {
  if (status === next) return;
  status = next;
  for (const onChange of watchers) onChange();
}

function after(ms: number, act: () => void) {
  clearTimeout(timer);
  timer = setTimeout(act, ms);
}

function close(next: LiveStatus) {
  clearTimeout(timer);
  connection?.abort();
  connection = null;
  become(next);
}

function open() {
  clearTimeout(timer);
  if (document.hidden) return become('resting');
  const mine = new AbortController();
  connection = mine;
  if (status !== 'polling') become('connecting');
  const headers = headersFor('GET');
  if (lastEventId !== null) headers.set('Last-Event-ID', lastEventId);

  readEventStream({
    url: address('events/stream'),
    headers,
    signal: mine.signal,
    onOpen: () => {
      failures = 0;
      become('open');
    },
    onEvent: ({ id, type, data }) => {
      if (id !== null) lastEventId = id;
      if (type === 'opened') opened(JSON.parse(data) as { missed_some: boolean });
      else tell({ type, data: JSON.parse(data) as LiveEvent['data'] });
    },
  })
    .catch(() => {
      if (!mine.signal.aborted) failures += 1;
    })
    .finally(() => {
      // Given up half read, it would go on holding one of the few connections a browser has for a server.
      mine.abort();
      if (connection !== mine) return;
      connection = null;
      if (readers.size === 0) return become('closed');
      if (failures >= FAILURES_BEFORE_POLLING) {
        become('polling');
        return poll(POLLS_BEFORE_TRYING_AGAIN);
      }
      after(BACKOFF_MS[Math.min(failures, BACKOFF_MS.length - 1)] ?? 0, open);
    });
}

/** Asks for what happened since, a few times, before the stream is tried again. */
function poll(times: number) {
  if (times === 0 || readers.size === 0 || document.hidden) return open();
  after(POLL_MS, async () => {
    try {
      const query = { after: lastEventId };
      const page = await request<{ data: LiveEvent[]; last_id: number; missed_some: boolean }>(
        'GET',
        'events',
        { query },
      );
      lastEventId = String(page.last_id);
      opened(page);
      for (const event of page.data) tell(event);
    } catch {
      // Nothing answers at all: the readers' own questions will say so.
    }
    if (status === 'polling') poll(times - 1);
  });
}

/** One reader's fault is its own: the stream and the others go on. */
function tell(event: LiveEvent) {
  for (const reader of readers) {
    try {
      reader(event);
    } catch (thrown) {
      reportError(thrown);
    }
  }
}

/** More happened than the server could tell: whatever is shown may be old. */
function opened({ missed_some: missedSome }: { missed_some: boolean }) {
  if (missedSome) void queryClient.invalidateQueries();
}

document.addEventListener('visibilitychange', () => {
  if (readers.size === 0) return;
  if (document.hidden) after(HIDDEN_REST_MS, () => close('resting'));
  else if (!connection) open();
  else clearTimeout(timer);
});
