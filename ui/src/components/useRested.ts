import { useEffect, useState } from 'react';

/** The server is asked once the typing rests this long. */
const REST_MS = 120;

/** What was typed, once the typing rests. */
export function useRested(value: string): string {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), REST_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}
