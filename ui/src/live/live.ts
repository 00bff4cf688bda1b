/**
 * The tab's one live connection. It opens with its first reader, closes a little after the last, rests while the
 * tab is hidden and resumes from the last event it saw; where streams do not get through, readers poll instead.
 */
import { address, headersFor } from '~/api/request.ts';
import { readEventStream } from './eventStream.ts';

export type LiveStatus = 'closed' | 'connecting' | 'open' | 'resting' | 'polling';

export interface LiveEvent<T = Record<string, unknown>> {
  id: string | null;
  type: string;
  data: T;
}

type Reader = (event: LiveEvent) => void;

const LINGER_MS = 3_000;
const HIDDEN_REST_MS = 10_000;
const BACKOFF_MS = [500, 1_000, 2_000, 5_000, 10_000, 30_000];
const FAILURES_BEFORE_POLLING = 3;

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
      tell({ id, type, data: parsed(data) });
    },
  })
    .catch(() => {
      if (!mine.signal.aborted) failures += 1;
    })
    .finally(() => {
      if (connection !== mine) return;
      connection = null;
      if (readers.size === 0) return become('closed');
      if (failures >= FAILURES_BEFORE_POLLING) become('polling');
      after(BACKOFF_MS[Math.min(failures, BACKOFF_MS.length - 1)] ?? 0, open);
    });
}

function tell(event: LiveEvent) {
  for (const reader of readers) reader(event);
}

function parsed(data: string): Record<string, unknown> {
  try {
    return JSON.parse(data) as Record<string, unknown>;
  } catch {
    return {};
  }
}

document.addEventListener('visibilitychange', () => {
  if (readers.size === 0) return;
  if (document.hidden) after(HIDDEN_REST_MS, () => close('resting'));
  else if (!connection) open();
  else clearTimeout(timer);
});
