import IconButton from '@mui/material/IconButton';
import { styled } from '@mui/material/styles';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useT } from '~/i18n/useT.ts';
import { addDays, addMonths, isDay } from '~/period.ts';
import { useFormat } from '~/session/useMe.ts';
import { weight } from '~/tokens.ts';

export interface MonthGridProps {
  from: string;
  to: string;
  today: string;
  onPick: (day: string) => void;
}

const MOVES: Record<string, (day: string) => string> = {
  ArrowLeft: (day) => addDays(day, -1),
  ArrowRight: (day) => addDays(day, 1),
  ArrowUp: (day) => addDays(day, -7),
  ArrowDown: (day) => addDays(day, 7),
  PageUp: (day) => addMonths(day, -1),
  PageDown: (day) => addMonths(day, 1),
};

/** A month to pick days from, by pointer or by arrows. */
export function MonthGrid({ from, to, today, onPick }: MonthGridProps) {
  const t = useT();
  const format = useFormat();
  const [at, setAt] = useState(isDay(to) ? to : today);
  const table = useRef<HTMLTableElement>(null);
  const first = `${at.slice(0, 7)}-01`;
  const start = addDays(first, -((new Date(first).getUTCDay() + 6) % 7));
  const weeks = Array.from({ length: 6 }, (_, week) =>
    Array.from({ length: 7 }, (_, day) => addDays(start, week * 7 + day)),
  );

  function move(event: KeyboardEvent<HTMLTableElement>) {
    const next = MOVES[event.key]?.(at);
    if (!next) return;
    event.preventDefault();
    setAt(next);
    requestAnimationFrame(() => table.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus());
  }

  return (
    <div>
      <Head>
        <b aria-live="polite">{format.month(first)}</b>
        <IconButton aria-label={t('period.previous_month')} onClick={() => setAt(addMonths(first, -1))}>
          <ChevronLeft size={16} />
        </IconButton>
        <IconButton aria-label={t('period.next_month')} onClick={() => setAt(addMonths(first, 1))}>
          <ChevronRight size={16} />
        </IconButton>
      </Head>
      <Month ref={table} aria-label={format.month(first)} onKeyDown={move}>
        <thead>
          <tr>
            {weeks[0]?.map((day) => (
              <th key={day} scope="col">
                {weekday(day, format.locale)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks
            .filter(([monday], week) => week === 0 || monday?.startsWith(at.slice(0, 7)))
            .map((week) => (
              <tr key={week[0]}>
                {week.map((day) => (
                  <td
                    key={day}
                    data-end={day === from || day === to || undefined}
                    data-other={!day.startsWith(at.slice(0, 7)) || undefined}
                  >
                    <button
                      type="button"
                      tabIndex={day === at ? 0 : -1}
                      aria-pressed={day >= from && day <= to}
                      aria-label={format.day(day)}
                      aria-current={day === today ? 'date' : undefined}
                      onClick={() => {
                        setAt(day);
                        onPick(day);
                      }}
                    >
                      {Number(day.slice(8))}
                    </button>
                  </td>
                ))}
              </tr>
            ))}
        </tbody>
      </Month>
    </div>
  );
}

function weekday(day: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { weekday: 'narrow', timeZone: 'UTC' }).format(new Date(day));
}

const Head = styled('div')({
  display: 'flex',
  alignItems: 'center',
  '& > b': {
    flex: 1,
    fontSize: '0.8125rem',
    fontWeight: weight.strong,
    '&::first-letter': { textTransform: 'uppercase' },
  },
});

const Month = styled('table')(({ theme }) => ({
  width: '100%',
  borderCollapse: 'collapse',
  fontSize: '0.8125rem',
  textAlign: 'center',
  '& th': { fontWeight: 400, fontSize: '0.75rem', height: 26, color: theme.vars.palette.text.third },
  '& td': { padding: 0 },
  '& td:has([aria-pressed="true"])': { backgroundColor: theme.vars.palette.accentSoft },
  '& button': {
    all: 'unset',
    boxSizing: 'border-box',
    width: '100%',
    height: 32,
    borderRadius: 4,
    cursor: 'pointer',
  },
  '& button:hover': { backgroundColor: theme.vars.palette.hover },
  '& [data-other] button': { color: theme.vars.palette.text.third },
  '& [aria-current="date"]': {
    fontWeight: weight.strong,
    textDecoration: 'underline',
    textUnderlineOffset: 3,
  },
  '& [data-end] button': {
    backgroundColor: theme.vars.palette.fill,
    color: theme.vars.palette.primary.contrastText,
  },
  '& button:focus-visible': { outline: `2px solid ${theme.vars.palette.primary.main}`, outlineOffset: -2 },
  '& [data-end] button:focus-visible': { outlineOffset: 1 },
}));
