import { useEffect, useState } from 'react';

/** False at first, true after `ms`: what is quick shows no sign of waiting. */
export function useDeferredShow(ms: number): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return late;
}
