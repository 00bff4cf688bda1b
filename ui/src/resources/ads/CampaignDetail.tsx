import { CirclePause, CirclePlay, Pencil, RotateCcw, Square, Trash2 } from 'lucide-react';
import { useGetOne } from 'ra-core';
import { lazy, useState } from 'react';
import { useLocation, useNavigate, useParams } from 'react-router';
import type { Shape } from '~/api/types.ts';
import { type DetailAction, DetailPage, type DetailTab } from '~/components/DetailPage.tsx';
import { RecordPage } from '~/components/RecordPage.tsx';
import { StateChip } from '~/components/StateChip.tsx';
import { useT } from '~/i18n/useT.ts';
import { useLiveRefresh } from '~/live/useLive.ts';
import { BackfillDialog } from '~/resources/reports/BackfillDialog.tsx';
import { RunningBackfill } from '~/resources/reports/Backfills.tsx';
import { QuestionBar } from '~/resources/reports/QuestionBar.tsx';
import { type Question, questionNames, useQuestion } from '~/resources/reports/question.ts';
import { AsOfNote } from '~/resources/reports/ReportNotes.tsx';
import { useLiveReports, useReport } from '~/resources/reports/useReport.ts';
import { useCan, useFormat } from '~/session/useMe.ts';
import { CampaignDialogs, type OpenDialog } from './CampaignDialogs.tsx';
import { type AdCampaign, type PastEffect, platformName, runs } from './campaign.ts';
import { PastNote } from './PastNote.tsx';
import { summaryFigures } from './summaryFigures.tsx';
import { useCampaignActs } from './useCampaignActs.ts';

const ResultTab = lazy(() => import('./ResultTab.tsx'));
const ProductsTab = lazy(() => import('./ProductsTab.tsx'));
const OrdersTab = lazy(() => import('./OrdersTab.tsx'));
const TargetingTab = lazy(() => import('./TargetingTab.tsx'));
const SpendTab = lazy(() => import('./SpendTab.tsx'));
const HistoryTab = lazy(() => import('./HistoryTab.tsx'));
const SettingsTab = lazy(() => import('./SettingsTab.tsx'));
const LogTab = lazy(() => import('./LogTab.tsx'));

/** One campaign: what it is, what can be done with it, what it brought. */
export default function CampaignDetail() {
  const t = useT();
  const { id = '' } = useParams();
  const found = useGetOne<AdCampaign>('ad-campaigns', { id: Number(id) });
  useLiveRefresh('ad_campaign.', ['ad-campaigns']);
  return (
    <RecordPage found={found} list={{ label: t('frame.nav.ads'), to: '/ads' }}>
      {(campaign) => <Campaign key={id} campaign={campaign} />}
    </RecordPage>
  );
}

function Campaign({ campaign }: { campaign: AdCampaign }) {
  const t = useT();
  const format = useFormat();
  const question = useQuestion('previous');
  const arrived = useLocation().state as { past?: PastEffect | null } | null;
  const [past, setPast] = useState<PastEffect | null>(arrived?.past ?? null);
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const [backfilling, setBackfilling] = useState(false);
  const acts = useCampaignActs(campaign, setPast);
  useLiveReports();
  const { data: summary } = useReport<Shape<'CampaignSummary'>>(
    `ad-campaigns/${campaign.id}/reports/summary`,
    question.query,
  );
  const { data: before } = useReport<Shape<'CampaignSummary'>>(
    `ad-campaigns/${campaign.id}/reports/summary`,
    question.earlier,
  );
  const actions = useActions({
    campaign,
    busy: acts.busy,
    onChange: (status) => void acts.change({ status }),
    onDialog: setDialog,
    onBackfill: () => setBackfilling(true),
  });
  return (
    <>
      <DetailPage
        title={campaign.name}
        chip={<StateChip state={campaign.status} />}
        note={`${platformName(campaign.platform, t)} · ${runs(campaign, format, t)}`}
        crumbs={[{ label: t('frame.nav.ads'), to: '/ads' }]}
        actions={actions}
        controls={<QuestionBar question={question} compared="previous" />}
        figures={summaryFigures({ summary, before, format, t, search: question.search })}
        keep={questionNames}
        progress={
          <>
            <PastNote past={past} onDone={() => setPast(null)} />
            <AsOfNote question={question} />
            <RunningBackfill />
          </>
        }
        tabs={useTabs(campaign, question, summary, setPast)}
      />
      <CampaignDialogs
        campaign={campaign}
        acts={acts}
        open={acts.sinceWhen === null ? dialog : 'since'}
        onClose={() => {
          setDialog(null);
          acts.forgetSinceWhen();
        }}
      />
      {backfilling && (
        <BackfillDialog
          days={{ from: question.period.from, to: question.period.to }}
          onClose={() => setBackfilling(false)}
          onStarted={() => setBackfilling(false)}
        />
      )}
    </>
  );
}

interface ActionsOf {
  campaign: AdCampaign;
  busy: boolean;
  onChange: (status: AdCampaign['status']) => void;
  onDialog: (dialog: OpenDialog) => void;
  onBackfill: () => void;
}

/** What the state and the role allow. */
function useActions({ campaign, busy, onChange, onDialog, onBackfill }: ActionsOf): DetailAction[] {
  const t = useT();
  const navigate = useNavigate();
  const may = {
    start: useCan('attribution.activate'),
    edit: useCan('attribution.edit'),
    delete: useCan('attribution.delete'),
    backfill: useCan('attribution.recompute'),
  };
  const legal = (verb: string) => campaign.actions.includes(verb);
  const act = (name: string, icon: DetailAction['icon'], onAct: () => void, more = {}): DetailAction => ({
    name,
    label: t(`ads.act.${name}` as Parameters<typeof t>[0]),
    ...(icon && { icon }),
    disabled: busy,
    onAct,
    ...more,
  });
  const all: (DetailAction | false)[] = [
    may.start && legal('start') && act('start', CirclePlay, () => onChange('running'), { primary: true }),
    may.start && legal('resume') && act('resume', CirclePlay, () => onChange('running'), { primary: true }),
    may.start && legal('pause') && act('pause', CirclePause, () => onChange('paused')),
    may.start && legal('end') && act('end', Square, () => onDialog('end')),
    may.edit && act('edit', Pencil, () => navigate(`/ads/${campaign.id}/edit`)),
    may.backfill && act('backfill', RotateCcw, onBackfill, { more: true }),
    may.delete &&
      legal('delete') &&
      act('delete', Trash2, () => onDialog('delete'), { more: true, danger: true }),
  ];
  return all.filter((action) => action !== false);
}

function useTabs(
  campaign: AdCampaign,
  question: Question,
  summary: Shape<'CampaignSummary'> | undefined,
  onPast: (past: PastEffect | null) => void,
): DetailTab[] {
  const t = useT();
  const format = useFormat();
  const seesAudit = useCan('audit.read');
  const about = { campaign, question };
  const tab = (name: string, content: DetailTab['content'], count?: number): DetailTab => ({
    name,
    label: t(`ads.tab.${name}` as Parameters<typeof t>[0]),
    content,
    count: count === undefined ? undefined : format.integer(count),
  });
  return [
    tab('result', <ResultTab {...about} summary={summary} />),
    tab('products', <ProductsTab {...about} />),
    tab('orders', <OrdersTab {...about} />, summary?.figures.orders ?? undefined),
    tab('targeting', <TargetingTab campaign={campaign} onPast={onPast} />, campaign.products),
    tab('spend', <SpendTab {...about} />),
    tab('history', <HistoryTab campaign={campaign} onPast={onPast} />),
    tab('settings', <SettingsTab campaign={campaign} />),
    ...(seesAudit ? [tab('log', <LogTab campaign={campaign} />)] : []),
  ];
}
