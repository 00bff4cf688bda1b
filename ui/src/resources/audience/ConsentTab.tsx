import { actorWords } from '~/components/actorWords.ts';
import { DateTime } from '~/components/DateTime.tsx';
import { EmptyState } from '~/components/EmptyState.tsx';
import { Panel } from '~/components/Panel.tsx';
import { ReportTable } from '~/components/ReportTable.tsx';
import { StateChip } from '~/components/StateChip.tsx';
import { useT } from '~/i18n/useT.ts';
import { consentLook, sourceWords, type WholeContact } from './contact.ts';

/** Everything the contact has said about being texted, the last said first. */
export default function ConsentTab({ contact }: { contact: WholeContact }) {
  const t = useT();
  const rows = contact.consent_log
    .map((change, id) => ({ ...change, id }))
    .sort((a, b) => b.changed_at.localeCompare(a.changed_at));
  if (rows.length === 0) {
    return (
      <Panel>
        <EmptyState title={t('audience.consent_of.none')} text={t('audience.consent_of.none_text')} />
      </Panel>
    );
  }
  return (
    <ReportTable
      label={t('audience.tab.consent')}
      rows={rows}
      columns={[
        {
          name: 'state',
          label: t('audience.channel.sms'),
          main: true,
          render: ({ state }) => (
            <StateChip state={consentLook[state]} label={t(`audience.consent.${state}`)} quiet />
          ),
        },
        {
          name: 'source',
          label: t('audience.consent_of.source'),
          render: (row) => sourceWords(row.source, t),
        },
        {
          name: 'changed_at',
          label: t('audience.consent_of.when'),
          render: (row) => <DateTime value={row.changed_at} />,
        },
        {
          name: 'recorded_at',
          label: t('audience.consent_of.recorded'),
          render: (row) => <DateTime value={row.recorded_at} />,
        },
        { name: 'actor', label: t('audience.log.actor'), render: (row) => actorWords(row.actor, t) },
      ]}
    />
  );
}
