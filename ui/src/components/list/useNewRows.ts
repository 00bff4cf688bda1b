import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { readLive } from '~/live/live.ts';
import type { Row } from './types.ts';

const MARKED_MS = 6_000;

/**
 * Counts live events that may change a list, without moving a row of it. `show` reads the list again and marks the
 * rows that were not there before.
 */
export function useNewRows<R extends Row>(resource: string, prefix: string | undefined, rows: R[]) {
  const queries = useQueryClient();
  const [waiting, setWaiting] = useState(0);
  const before = useRef<Set<Row['id']> | null>(null);
  const [fresh, setFresh] = useState<ReadonlySet<Row['id']>>(new Set());

  useEffect(() => {
    if (!prefix) return;
    return readLive((event) => {
      if (event.type.startsWith(prefix)) setWaiting((count) => count + 1);
    });
  }, [prefix]);

  useEffect(() => {
    const known = before.current;
    if (!known) return;
    before.current = null;
    setFresh(new Set(rows.map((row) => row.id).filter((id) => !known.has(id))));
    const timer = setTimeout(() => setFresh(new Set()), MARKED_MS);
    return () => clearTimeout(timer);
  }, [rows]);

  function show() {
    before.current = new Set(rows.map((row) => row.id));
    setWaiting(0);
    void queries.invalidateQueries({ queryKey: [resource] });
  }

  return { waiting, show, isNew: (row: R) => fresh.has(row.id) };
}
