import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { beforeEach, expect, it, vi } from 'vitest';
import { request } from '~/api/request.ts';
import { useChosen, useFound } from './useFound.ts';

vi.mock('~/api/request.ts', { spy: true });

const tags = ['red', 'blue', 'rose'].map((name, i) => ({ id: i + 1, name }));

function wrapper({ children }: { children: ReactNode }) {
  return <QueryClientProvider client={new QueryClient()}>{children}</QueryClientProvider>;
}

function asked(): unknown[] {
  return vi.mocked(request).mock.calls.map(([, path, options]) => options?.query?.q ?? path);
}

beforeEach(() => {
  vi.mocked(request).mockClear();
  vi.mocked(request).mockImplementation(async (_, path, options) => {
    const id = Number(path.split('/').at(-1));
    if (id) return tags.find((tag) => tag.id === id);
    return { data: tags.filter(({ name }) => name.startsWith(String(options?.query?.q ?? ''))) };
  });
});

it('asks the server for what is typed, once the typing rests', async () => {
  const client = new QueryClient();
  const { result, rerender } = renderHook(({ typed }) => useFound<(typeof tags)[0]>('tags', typed), {
    initialProps: { typed: '' },
    wrapper: ({ children }) => <QueryClientProvider client={client}>{children}</QueryClientProvider>,
  });
  await waitFor(() => expect(result.current.found).toHaveLength(3));
  rerender({ typed: 'r' });
  rerender({ typed: 'ro' });
  expect(result.current.busy).toBe(true);
  expect(result.current.found).toHaveLength(3);
  await waitFor(() => expect(result.current.found.map(({ name }) => name)).toEqual(['rose']));
  expect(asked()).toEqual(['', 'ro']);
  expect(result.current.busy).toBe(false);
});

it('knows what was chosen without its being among what was found', async () => {
  const { result } = renderHook(() => useChosen<(typeof tags)[0]>('tags', [2]), { wrapper });
  await waitFor(() => expect(result.current.get(2)?.name).toBe('blue'));
  expect(asked()).toEqual(['catalog/tags/2']);
});
