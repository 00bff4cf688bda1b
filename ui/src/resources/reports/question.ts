import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { Query } from '~/api/request.ts';
import { usePeriod } from '~/components/period/usePeriod.ts';
import type { Comparison, Period } from '~/period.ts';

export type Mode = 'split' | 'full';
export type Basis = 'sale' | 'event';
export type Tax = 'included' | 'excluded';

/** Names in the address that make up what reports are asked; a link from one report to another keeps them. */
export const questionNames = ['period', 'from', 'to', 'compare', 'mode', 'basis', 'tax', 'as_of'];

export interface Question {
  period: Period;
  mode: Mode;
  basis: Basis;
  tax: Tax;
  /** The instant at which the report is read; null for now. */
  asOf: string | null;
  /** As the API takes it. */
  query: Query;
  /** The same of the days it is compared with; null without comparison. */
  earlier: Query | null;
  /** For links: `period=last_7&mode=full`. */
  search: string;
  set: (name: 'mode' | 'basis' | 'tax' | 'as_of', value: string | null) => void;
}

function oneOf<T extends string>(value: string | null, allowed: readonly T[], fallback: T): T {
  return allowed.find((one) => one === value) ?? fallback;
}

/** What the reports of the page are asked, kept in its address. */
export function useQuestion(compared: Comparison = 'none'): Question {
  const [period] = usePeriod('last_30', compared);
  const [params, setParams] = useSearchParams();
  return useMemo(() => {
    const mode = oneOf(params.get('mode'), ['split', 'full'] as const, 'split');
    const basis = oneOf(params.get('basis'), ['sale', 'event'] as const, 'sale');
    const tax = oneOf(params.get('tax'), ['included', 'excluded'] as const, 'included');
    const asOf = readInstant(params.get('as_of'));
    const asked = { mode, basis, tax, as_of: asOf };
    const { from, to, against } = period;
    const kept = questionNames.flatMap((name) => params.getAll(name).map((value) => [name, value]));
    return {
      period,
      mode,
      basis,
      tax,
      asOf,
      query: { from, to, ...asked },
      earlier: against && { from: against.from, to: against.to, ...asked },
      search: new URLSearchParams(kept).toString(),
      set: (name, value) =>
        setParams(
          (now) => {
            const next = new URLSearchParams(now);
            if (value === null || value === initial[name]) next.delete(name);
            else next.set(name, value);
            return next;
          },
          { preventScrollReset: true },
        ),
    };
  }, [params, setParams, period]);
}

const initial: Record<string, string> = { mode: 'split', basis: 'sale', tax: 'included' };

function readInstant(text: string | null): string | null {
  return text !== null && !Number.isNaN(Date.parse(text)) ? text : null;
}

/** A path with what the page was asked, and more: `/ads/7?period=last_7&tab=orders`. */
export function askedLink(path: string, search: string, more: Record<string, string> = {}): string {
  const params = new URLSearchParams(search);
  for (const [name, value] of Object.entries(more)) params.set(name, value);
  return params.size > 0 ? `${path}?${params}` : path;
}
