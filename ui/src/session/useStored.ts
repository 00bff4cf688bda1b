import { useCallback, useSyncExternalStore } from 'react';

const watchers = new Map<string, Set<() => void>>();
const parsed = new Map<string, { text: string; value: unknown }>();

function watch(key: string, onChange: () => void) {
  const all = watchers.get(key) ?? new Set();
  watchers.set(key, all.add(onChange));
  const onStorage = (event: StorageEvent) => event.key === key && onChange();
  window.addEventListener('storage', onStorage);
  return () => {
    all.delete(onChange);
    window.removeEventListener('storage', onStorage);
  };
}

/** The same object as long as what is stored is the same text. */
function read<T>(key: string, initial: T): T {
  const text = localStorage.getItem(key);
  if (text === null) return initial;
  const known = parsed.get(key);
  if (known?.text === text) return known.value as T;
  try {
    const value = JSON.parse(text) as T;
    parsed.set(key, { text, value });
    return value;
  } catch {
    return initial;
  }
}

/** A preference of this browser, shared by whatever reads the same key. `initial` must not change between renders. */
export function useStored<T>(key: string, initial: T): [T, (value: T | null) => void] {
  const value = useSyncExternalStore(
    useCallback((onChange) => watch(key, onChange), [key]),
    () => read(key, initial),
  );
  const store = useCallback(
    (next: T | null) => {
      if (next === null) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify(next));
      for (const onChange of watchers.get(key) ?? []) onChange();
    },
    [key],
  );
  return [value, store];
}
