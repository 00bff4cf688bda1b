import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import TextField from '@mui/material/TextField';
import { type FormEvent, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { Shape } from '~/api/types.ts';
import { DateTime } from '~/components/DateTime.tsx';
import { EmptyState } from '~/components/EmptyState.tsx';
import { ErrorState } from '~/components/ErrorState.tsx';
import { ExportButton } from '~/components/ExportButton.tsx';
import { Page } from '~/components/Page.tsx';
import { PageWait } from '~/components/PageWait.tsx';
import { Panel } from '~/components/Panel.tsx';
import { ReportTable } from '~/components/ReportTable.tsx';
import { useT } from '~/i18n/useT.ts';
import { addDays } from '~/period.ts';
import { useFormat } from '~/session/useMe.ts';
import { dayIn, dayStart, fromWall, toWall } from '~/zone.ts';
import { QuestionBar } from './QuestionBar.tsx';
import { askedLink, useQuestion } from './question.ts';
import { Footnote } from './ReportNotes.tsx';
import { ReportTabs } from './ReportTabs.tsx';
import { useReport } from './useReport.ts';

/** Why a report reads differently than it did: what was written to the ledger between two readings. */
export function Changes() {
  const t = useT();
  const format = useFormat();
  const { timeZone } = format;
  const question = useQuestion();
  const [params, setParams] = useSearchParams();
  const [now] = useState(() => new Date().toISOString());
  const earlier = params.get('earlier') ?? dayStart(addDays(dayIn(timeZone), -1), timeZone);
  const later = params.get('later') ?? now;
  const { from, to, mode, basis, tax } = question.query;
  const query = { from, to, mode, basis, tax, between: `${earlier},${later}` };
  const { data, error, refetch } = useReport<Shape<'Changes'>>('reports/changes', query);
  const rows = (data?.data ?? []).map((row) => ({
    id: `${row.campaign_id}-${row.reason}-${row.revenue.currency}`,
    ...row,
  }));
  return (
    <Page
      title={t('reports.tabs.changes')}
      crumbs={[{ label: t('frame.nav.leaderboard'), to: askedLink('/leaderboard', question.search) }]}
      actions={
        <>
          <QuestionBar question={question} comparable={false} />
          <ExportButton path="attribution/reports/changes" query={query} />
        </>
      }
    >
      <ReportTabs open="changes" search={question.search} />
      <Between
        key={`${earlier} ${later}`}
        earlier={earlier}
        later={later}
        onChange={(next) =>
          setParams((before) => {
            const changed = new URLSearchParams(before);
            changed.set('earlier', next.earlier);
            changed.set('later', next.later);
            return changed;
          })
        }
      />
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <PageWait />}
      {data && rows.length === 0 && (
        <Panel>
          <EmptyState title={t('reports.changes.none')} text={t('reports.changes.none_text')} />
        </Panel>
      )}
      {data && rows.length > 0 && (
        <>
          <ReportTable
            label={t('reports.tabs.changes')}
            rows={rows}
            columns={[
              {
                name: 'campaign',
                label: t('reports.col.campaign'),
                main: true,
                render: (row) => (
                  <Link to={askedLink(`/ads/${row.campaign_id}`, question.search, { tab: 'orders' })}>
                    {row.campaign_name}
                  </Link>
                ),
              },
              {
                name: 'reason',
                label: t('reports.changes.reason'),
                render: (row) => t(`reports.changes.${row.reason}`),
              },
              {
                name: 'entries',
                label: t('reports.changes.entries'),
                numeric: true,
                render: (row) => format.integer(row.entries),
              },
              {
                name: 'orders',
                label: t('reports.col.orders'),
                numeric: true,
                render: (row) => format.integer(row.orders),
              },
              {
                name: 'revenue',
                label: t('reports.col.revenue'),
                numeric: true,
                render: (row) => format.money(row.revenue),
              },
              {
                name: 'profit',
                label: t('reports.col.profit'),
                numeric: true,
                render: (row) => format.money(row.profit),
              },
              {
                name: 'first',
                label: t('reports.changes.first'),
                render: (row) => <DateTime value={row.first_at} />,
              },
              {
                name: 'last',
                label: t('reports.changes.last'),
                render: (row) => <DateTime value={row.last_at} />,
              },
            ]}
            totals={{ campaign: t('reports.total'), revenue: format.money(data.total) }}
          />
          <Footnote>{t('reports.changes.note')}</Footnote>
        </>
      )}
    </Page>
  );
}

interface BetweenProps {
  earlier: string;
  later: string;
  onChange: (between: { earlier: string; later: string }) => void;
}

function Between({ earlier, later, onChange }: BetweenProps) {
  const t = useT();
  const { timeZone } = useFormat();
  const [first, setFirst] = useState(toWall(earlier, timeZone));
  const [second, setSecond] = useState(toWall(later, timeZone));
  const [from, to] = [fromWall(first, timeZone), fromWall(second, timeZone)];
  const right = from !== null && to !== null && from < to;
  function submit(event: FormEvent) {
    event.preventDefault();
    if (right) onChange({ earlier: from, later: to });
  }
  return (
    <Line onSubmit={submit}>
      <TextField
        type="datetime-local"
        label={t('reports.changes.earlier')}
        value={first}
        onChange={(event) => setFirst(event.target.value)}
      />
      <TextField
        type="datetime-local"
        label={t('reports.changes.later')}
        value={second}
        onChange={(event) => setSecond(event.target.value)}
        error={!right}
        helperText={right ? undefined : t('reports.changes.wrong_order')}
      />
      <Button type="submit" disabled={!right}>
        {t('action.apply')}
      </Button>
    </Line>
  );
}

const Line = styled('form')({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'flex-end',
  gap: 12,
  marginBottom: 16,
  '& > .MuiTextField-root': { width: 220 },
});
