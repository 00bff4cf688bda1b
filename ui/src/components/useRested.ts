import { useEffect, useState } from 'react';

/** The server is asked once the typing rests this long; longer where the answer is dear. */
const REST_MS = 120;

/** What was typed, once the typing rests. */
export function useRested(value: string, restMs = REST_MS): string {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), restMs);
    return () => clearTimeout(timer);
  }, [value, restMs]);
  return rested;
}
