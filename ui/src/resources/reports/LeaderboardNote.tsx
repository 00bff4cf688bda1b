import { Link } from 'react-router';
import type { Shape } from '~/api/types.ts';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { askedLink, type Question } from './question.ts';
import { Footnote } from './ReportNotes.tsx';
import { useReport } from './useReport.ts';

/** What the sums leave out, and how far they can be added. */
export function LeaderboardNote({ question, board }: { question: Question; board: Shape<'Leaderboard'> }) {
  const t = useT();
  const format = useFormat();
  const { from, to } = question.period;
  const { data: health } = useReport<Shape<'Health'>>(
    'reports/health',
    question.asOf === null ? { from, to } : null,
  );
  const without = health?.items.without_cost ?? 0;
  const factor = health?.overlap.over_claim;
  const others = board.total.other_currencies.map(({ revenue }) => format.money(revenue.net));
  return (
    <Footnote>
      {without > 0 &&
        `${t('reports.note.without_cost', { smart_count: without, count: format.integer(without) })} `}
      {question.mode === 'split' && t('reports.note.split')}
      {question.mode === 'full' && factor == null && t('reports.note.full')}
      {question.mode === 'full' && factor != null && (
        <Link to={askedLink('/health', question.search)}>
          {t('reports.note.over_claim', { factor: format.ratio(factor) })}
        </Link>
      )}
      {others.length > 0 && ` ${t('reports.note.other_currencies', { amounts: format.list(others) })}`}
    </Footnote>
  );
}
