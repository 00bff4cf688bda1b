import { beforeEach, expect, it, vi } from 'vitest';
import { request } from '~/api/request.ts';
import { csvOf, ROWS_MOST, readRows } from './rowsFile.ts';

vi.mock('~/api/request.ts', () => ({ request: vi.fn() }));
const server = vi.mocked(request);
beforeEach(() => server.mockReset());

const lines = (csv: string) => csv.replace('\ufeff', '').trimEnd().split('\r\n');

it('money stands in whole units beside its currency, what is missing is empty', () => {
  const csv = csvOf([
    { id: 1, price: { amount: 1999, currency: 'EUR' }, note: null },
    { id: 2, price: { amount: 500, currency: 'JPY' }, tags: ['a', 'b'], more: { x: 1 } },
  ]);
  expect(csv.startsWith('\ufeff')).toBe(true);
  expect(lines(csv)).toEqual([
    'id,price,price_currency,note,tags,more',
    '1,19.99,EUR,,,',
    '2,500,JPY,,"a, b","{""x"":1}"',
  ]);
});

it('a text that a spreadsheet would run is told to be a text', () => {
  const csv = csvOf([{ name: '=HYPERLINK("x")', change: -5, tag: "'-1", phone: '+34600' }]);
  expect(lines(csv)[1]).toBe('"\'=HYPERLINK(""x"")",-5,\'\'-1,\'+34600');
});

it('every page is read, with the filters of the list', async () => {
  server.mockImplementation(async (_, __, options) => {
    const page = Number(options?.query?.page);
    return {
      data: Array.from({ length: page < 3 ? 200 : 7 }, (_, i) => ({ id: page * 1000 + i })),
      total: 407,
    };
  });
  const rows = await readRows('jobs', { state: 'failed', sort: '-id' }, () => {});
  expect(rows).toHaveLength(407);
  expect(server.mock.calls.map(([, , options]) => options?.query)).toEqual(
    [1, 2, 3].map((page) => ({ state: 'failed', sort: '-id', page, per_page: 200 })),
  );
});

it('too many are not begun with', async () => {
  server.mockResolvedValue({ data: [{ id: 1 }], total: ROWS_MOST + 1 });
  const told: number[] = [];
  expect(await readRows('jobs', {}, (total) => told.push(total))).toBeNull();
  expect(told).toEqual([ROWS_MOST + 1]);
  expect(server).toHaveBeenCalledTimes(1);
});
