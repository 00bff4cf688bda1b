import { expect, it } from 'vitest';
import { dayEnd, dayIn, dayStart, fromWall, toWall } from './zone.ts';

it('a wall time goes to its instant and back', () => {
  expect(fromWall('2026-07-01T09:00', 'Europe/Madrid')).toBe('2026-07-01T07:00:00Z');
  expect(fromWall('2026-01-01T09:00', 'Europe/Madrid')).toBe('2026-01-01T08:00:00Z');
  expect(toWall('2026-07-01T07:00:00Z', 'Europe/Madrid')).toBe('2026-07-01T09:00');
  expect(fromWall('2026-07-01T09:00', 'Asia/Kathmandu')).toBe('2026-07-01T03:15:00Z');
});

it('the hour skipped in spring is no time at all', () => {
  expect(fromWall('2026-03-29T02:30', 'Europe/Madrid')).toBeNull();
  expect(fromWall('2026-03-29T03:00', 'Europe/Madrid')).toBe('2026-03-29T01:00:00Z');
});

it('of the hour that comes twice in autumn it is the first', () => {
  expect(fromWall('2026-10-25T02:30', 'Europe/Madrid')).toBe('2026-10-25T00:30:00Z');
});

it('a day begins with its first instant, where midnight is skipped too', () => {
  expect(dayStart('2026-11-20', 'Europe/Madrid')).toBe('2026-11-19T23:00:00Z');
  expect(dayStart('2024-09-08', 'America/Santiago')).toBe('2024-09-08T04:00:00Z');
});

it('today depends on where the shop is', () => {
  expect(dayIn('Pacific/Auckland', '2026-11-20T12:00:00Z')).toBe('2026-11-21');
  expect(dayIn('America/Santiago', '2026-11-20T02:00:00Z')).toBe('2026-11-19');
});

it('a day ends where the next one starts, clocks changed or not', () => {
  expect(dayEnd('2026-03-29', 'Europe/Madrid')).toBe('2026-03-29T22:00:00Z');
  expect(dayEnd('2026-12-31', 'UTC')).toBe('2027-01-01T00:00:00Z');
});
