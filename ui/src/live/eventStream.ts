/** Server-sent events over fetch: EventSource cannot send the tenant's header, nor resume after a pause of ours. */

export interface StreamEvent {
  id: string | null;
  type: string;
  data: string;
}

/** Splits a stream's text into events, whatever the pieces it comes in (the HTML standard's §9.2.6). */
export function eventParser(onEvent: (event: StreamEvent) => void): (text: string) => void {
  let rest = '';
  let id: string | null = null;
  let type = '';
  let data: string[] = [];

  function line(text: string) {
    if (text === '') {
      if (data.length > 0) onEvent({ id, type: type || 'message', data: data.join('\n') });
      type = '';
      data = [];
      return;
    }
    const colon = text.indexOf(':');
    if (colon === 0) return;
    const field = colon < 0 ? text : text.slice(0, colon);
    const value = colon < 0 ? '' : text.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') type = value;
    else if (field === 'data') data.push(value);
    else if (field === 'id' && !value.includes('\0')) id = value;
  }

  return (text) => {
    const lines = (rest + text).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const one of lines) line(one);
  };
}

export interface StreamOptions {
  url: string;
  headers: Headers;
  signal: AbortSignal;
  onOpen: () => void;
  onEvent: (event: StreamEvent) => void;
}

/** Reads until the stream ends or `signal` fires. Throws when it could not be opened. */
export async function readEventStream({
  url,
  headers,
  signal,
  onOpen,
  onEvent,
}: StreamOptions): Promise<void> {
  headers.set('Accept', 'text/event-stream');
  const response = await fetch(url, { headers, signal, credentials: 'same-origin', cache: 'no-store' });
  if (!response.ok || !response.body) throw new Error(`event stream answered ${response.status}`);
  onOpen();
  const feed = eventParser(onEvent);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    feed(value);
  }
}
