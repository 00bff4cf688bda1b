import { createContext, useContext, useEffect } from 'react';

/** What a form knows of its fields, for showing two versions of them side by side. */
export interface FieldWords {
  label: string;
  show: (value: unknown) => string;
}

export const FieldWordsContext = createContext<Map<string, FieldWords> | null>(null);

export function useFieldWords(name: string, label: string, show: (value: unknown) => string = plain): void {
  const fields = useContext(FieldWordsContext);
  useEffect(() => {
    fields?.set(name, { label, show });
    return () => {
      fields?.delete(name);
    };
  }, [fields, name, label, show]);
}

function plain(value: unknown): string {
  return value == null || value === '' ? '–' : String(value);
}
