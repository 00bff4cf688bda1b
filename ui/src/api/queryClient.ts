import { QueryClient } from '@tanstack/react-query';
import { asProblem } from './problem.ts';

/** Only what may pass by itself is tried again; a refusal is shown at once. */
export function retry(failures: number, thrown: Error): boolean {
  return asProblem(thrown).passing && failures < 2;
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry, retryDelay: (attempt) => 500 * 3 ** attempt, staleTime: 5_000 },
    mutations: { retry: false },
  },
});
