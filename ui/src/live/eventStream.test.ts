import { expect, it } from 'vitest';
import { eventParser, type StreamEvent } from './eventStream.ts';

function parse(...pieces: string[]): StreamEvent[] {
  const seen: StreamEvent[] = [];
  const feed = eventParser((event) => seen.push(event));
  for (const piece of pieces) feed(piece);
  return seen;
}

const whole = 'id: 7\nevent: tracker.progressed\ndata: {"id":1}\n\n: still here\n\ndata: a\ndata: b\n\n';

it('reads events, skips comments, joins data lines, keeps the last id', () => {
  expect(parse(whole)).toEqual([
    { id: '7', type: 'tracker.progressed', data: '{"id":1}' },
    { id: '7', type: 'message', data: 'a\nb' },
  ]);
});

it('gives the same whatever the pieces, carriage returns among them', () => {
  const crlf = whole.replaceAll('\n', '\r\n');
  for (let at = 1; at < crlf.length; at++) {
    expect(parse(crlf.slice(0, at), crlf.slice(at))).toEqual(parse(whole));
  }
});

it('says nothing of an event that has not ended', () => {
  expect(parse('data: half')).toEqual([]);
});
