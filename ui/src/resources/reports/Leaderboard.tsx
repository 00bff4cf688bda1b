import MenuItem from '@mui/material/MenuItem';
import { styled } from '@mui/material/styles';
import TextField from '@mui/material/TextField';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useSearchParams } from 'react-router';
import type { Shape } from '~/api/types.ts';
import { EmptyState } from '~/components/EmptyState.tsx';
import { ErrorState } from '~/components/ErrorState.tsx';
import { ExportButton } from '~/components/ExportButton.tsx';
import { ColumnsButton } from '~/components/list/ColumnsButton.tsx';
import { Page } from '~/components/Page.tsx';
import { PageWait } from '~/components/PageWait.tsx';
import { Panel } from '~/components/Panel.tsx';
import { ReportTable } from '~/components/ReportTable.tsx';
import { useT } from '~/i18n/useT.ts';
import { platforms } from '~/resources/ads/platforms.ts';
import { useFormat } from '~/session/useMe.ts';
import { useStored } from '~/session/useStored.ts';
import { LeaderboardCharts } from './LeaderboardCharts.tsx';
import { LeaderboardNote } from './LeaderboardNote.tsx';
import { leaderboardColumns, type RankedRow } from './leaderboardColumns.tsx';
import { QuestionBar } from './QuestionBar.tsx';
import { type Question, useQuestion } from './question.ts';
import { AsOfNote } from './ReportNotes.tsx';
import { ReportTabs } from './ReportTabs.tsx';
import { useLiveReports, useReport } from './useReport.ts';
import { useMoved, useSteadyRows } from './useSteadyRows.ts';

type Board = Shape<'Leaderboard'>;

const sorts = ['revenue', 'profit', 'units', 'orders', 'roas'];

/** Which campaign earned what. */
export function Leaderboard() {
  const t = useT();
  const format = useFormat();
  const question = useQuestion('previous');
  const [params, setParams] = useSearchParams();
  const platform = params.get('platform') ?? '';
  const sort = sorts.find((one) => one === params.get('sort')) ?? 'revenue';
  const query = { ...question.query, sort, platform };
  const set = (name: string, value: string) =>
    setParams(
      (now) => {
        const next = new URLSearchParams(now);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { preventScrollReset: true },
    );
  const city = format.timeZone.split('/').at(-1)?.replaceAll('_', ' ');
  return (
    <Page
      title={t('frame.nav.leaderboard')}
      note={t('reports.leaderboard_note', { city })}
      actions={
        <>
          <QuestionBar question={question} compared="previous" />
          <ExportButton path="attribution/reports/leaderboard" query={query} />
        </>
      }
    >
      <ReportTabs open="ranking" search={question.search} />
      <AsOfNote question={question} />
      <Ranking
        question={question}
        sort={sort}
        onSort={(next) => set('sort', next === 'revenue' ? '' : next)}
        platform={platform}
        onPlatform={(next) => set('platform', next)}
      />
    </Page>
  );
}

interface RankingProps {
  question: Question;
  sort: string;
  onSort: (sort: string) => void;
  platform: string;
  onPlatform: (platform: string) => void;
}

function Ranking({ question, sort, onSort, platform, onPlatform }: RankingProps) {
  const t = useT();
  const format = useFormat();
  const phone = useMediaQuery('(max-width: 699px)', { noSsr: true });
  const compared = question.earlier !== null;
  const columns = leaderboardColumns({ t, format, search: question.search, compared });
  const [chosen, setHidden] = useStored<string[] | null>('souk.columns.leaderboard', null);
  const hidden = chosen ?? columns.filter((column) => column.hidden).map(({ name }) => name);
  const shown = columns.filter(({ name }) => !hidden.includes(name) && !(question.asOf && name === 'trend'));
  const asked = { platform, sort, cac: !hidden.includes('cac') };
  const board = useReport<Board>('reports/leaderboard', {
    ...question.query,
    ...asked,
    trend: question.asOf === null,
  });
  const before = useReport<Board>(
    'reports/leaderboard',
    question.earlier && { ...question.earlier, platform },
  );
  useLiveReports();

  const earlier = new Map(before.data?.data.map((row) => [row.campaign_id, row.figures]));
  const rows: RankedRow[] = (board.data?.data ?? []).map((row) => ({
    ...row,
    id: row.campaign_id,
    earlier: (compared && earlier.get(row.campaign_id)) || null,
  }));
  const steady = useSteadyRows(rows);
  const isNew = useMoved(rows, JSON.stringify([question.query, platform]), board.isPlaceholderData);

  if (board.error) return <ErrorState error={board.error} onRetry={() => void board.refetch()} />;
  if (!board.data) return <PageWait />;
  const { total, days } = board.data;
  const platformChoice = (
    <TextField
      select
      value={platform}
      onChange={(event) => onPlatform(event.target.value)}
      slotProps={{ htmlInput: { 'aria-label': t('reports.col.platform') }, select: { displayEmpty: true } }}
      sx={{ width: 180 }}
    >
      <MenuItem value="">{t('reports.every_platform')}</MenuItem>
      {platforms.map((one) => (
        <MenuItem key={one} value={one}>
          {t(`ads.platform.${one}`)}
        </MenuItem>
      ))}
    </TextField>
  );
  if (rows.length === 0) {
    return (
      <>
        <Tools>{platformChoice}</Tools>
        <Panel>
          <EmptyState title={t('reports.nothing')} text={t('reports.nothing_text')} />
        </Panel>
      </>
    );
  }
  return (
    <>
      <LeaderboardCharts rows={rows} days={days} currency={total.figures.currency} search={question.search} />
      <Tools>
        {platformChoice}
        <span />
        {!phone && <ColumnsButton columns={columns} hidden={hidden} onChange={setHidden} />}
      </Tools>
      <div {...steady.hold}>
        <ReportTable
          label={t('frame.nav.leaderboard')}
          rows={steady.rows}
          columns={shown}
          sort={`-${sort}`}
          onSort={(next) => onSort(next.replace(/^-/, ''))}
          isNew={isNew}
          totals={{
            campaign: t('reports.total'),
            gross: format.money(total.figures.revenue.gross),
            refunds: format.money(total.figures.revenue.refunds),
            revenue: format.money(total.figures.revenue.net),
            profit: format.money(total.figures.profit?.net),
            units: format.decimal(total.figures.units.net),
            spend: format.money(spent(rows)),
          }}
        />
      </div>
      <LeaderboardNote question={question} board={board.data} />
    </>
  );
}

/** Spend of all campaigns, in the tenant's currency; null where nothing is known of any. */
function spent(rows: RankedRow[]) {
  const known = rows.flatMap(({ spend }) => spend.spend ?? []);
  const [first] = known;
  return first ? { ...first, amount: known.reduce((sum, { amount }) => sum + amount, 0) } : null;
}

const Tools = styled('div')({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: 8,
  marginBottom: 12,
  '& > span': { flex: 1 },
});
