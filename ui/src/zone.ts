/** Wall clocks of a time zone. Days are `YYYY-MM-DD`, wall times `YYYY-MM-DDTHH:mm`, instants RFC 3339 UTC. */

import { addDays } from './period.ts';

const parts = new Map<string, Intl.DateTimeFormat>();

function wallClock(timeZone: string): Intl.DateTimeFormat {
  let made = parts.get(timeZone);
  if (!made) {
    made = new Intl.DateTimeFormat('sv-SE', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
    parts.set(timeZone, made);
  }
  return made;
}

/** The wall time that a clock in the zone shows at an instant. */
export function toWall(instant: string | number | Date, timeZone: string): string {
  return wallClock(timeZone).format(new Date(instant)).replace(' ', 'T');
}

export function dayIn(timeZone: string, instant: string | number | Date = new Date()): string {
  return toWall(instant, timeZone).slice(0, 10);
}

/**
 * The instant at which a clock in the zone shows a wall time, or null where it never does: in the hour that is
 * skipped in spring. Of an hour that comes twice, the first.
 */
export function fromWall(wall: string, timeZone: string): string | null {
  const asUtc = Date.parse(`${wall}:00Z`);
  if (Number.isNaN(asUtc)) return null;
  const candidates = [asUtc - 24 * 3600_000, asUtc + 24 * 3600_000]
    .map((near) => asUtc - offsetMs(near, timeZone))
    .sort((a, b) => a - b);
  const found = candidates.find((at) => toWall(at, timeZone) === wall.slice(0, 16));
  return found === undefined ? null : new Date(found).toISOString().replace('.000Z', 'Z');
}

function offsetMs(at: number, timeZone: string): number {
  const minute = Math.floor(at / 60_000) * 60_000;
  return Date.parse(`${toWall(minute, timeZone)}:00Z`) - minute;
}

/** The first instant after a day. */
export function dayEnd(day: string, timeZone: string): string {
  return dayStart(addDays(day, 1), timeZone);
}

/** The first instant of a day; in zones that change their clocks at midnight the first one there is. */
export function dayStart(day: string, timeZone: string): string {
  return fromWall(`${day}T00:00`, timeZone) ?? fromWall(`${day}T01:00`, timeZone) ?? `${day}T00:00:00Z`;
}
