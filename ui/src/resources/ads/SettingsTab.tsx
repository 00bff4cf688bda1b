import Button from '@mui/material/Button';
import { Pencil } from 'lucide-react';
import { Link } from 'react-router';
import { DateTime } from '~/components/DateTime.tsx';
import { Columns, Panel } from '~/components/Panel.tsx';
import { MISSING } from '~/format.ts';
import { useT } from '~/i18n/useT.ts';
import { useCan, useFormat } from '~/session/useMe.ts';
import { type AdCampaign, budgetWords, platformName } from './campaign.ts';
import { Facts } from './SummaryTables.tsx';

export default function SettingsTab({ campaign }: { campaign: AdCampaign }) {
  const t = useT();
  const format = useFormat();
  const may = useCan('attribution.edit');
  const facts = [
    [t('ads.field.platform'), platformName(campaign.platform, t)],
    [t('ads.field.external_id'), campaign.external_id ?? MISSING],
    [t('ads.field.starts_at'), <DateTime key="starts" value={campaign.starts_at} />],
    [
      t('ads.field.ends_at'),
      campaign.ends_at ? <DateTime key="ends" value={campaign.ends_at} /> : t('ads.open'),
    ],
    [t('ads.field.budget'), budgetWords(campaign, format, t)],
    [t('ads.field.made'), <DateTime key="made" value={campaign.created_at} />],
    [t('ads.field.made_by'), campaign.created_by_name ?? MISSING],
    [t('ads.field.updated'), <DateTime key="updated" value={campaign.updated_at} relative />],
    [t('ads.field.updated_by'), campaign.updated_by_name ?? MISSING],
  ] as const;
  return (
    <Columns>
      <Panel
        title={t('ads.what_is_set')}
        flush
        aside={
          may && (
            <Button
              component={Link}
              to={`/ads/${campaign.id}/edit`}
              startIcon={<Pencil size={15} strokeWidth={1.7} />}
            >
              {t('action.edit')}
            </Button>
          )
        }
      >
        <Facts style={{ gridTemplateColumns: '1fr' }}>
          {facts.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </Facts>
      </Panel>
      <Panel title={t('ads.field.notes')}>
        <p style={{ margin: 0, whiteSpace: 'pre-wrap', fontSize: '0.8125rem', lineHeight: '19px' }}>
          {campaign.notes || t('ads.no_notes')}
        </p>
      </Panel>
    </Columns>
  );
}
