import Button from '@mui/material/Button';
import { Plus, Upload } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Shape } from '~/api/types.ts';
import { ConfirmDialog } from '~/components/ConfirmDialog.tsx';
import { DateTime } from '~/components/DateTime.tsx';
import { EmptyState } from '~/components/EmptyState.tsx';
import { List } from '~/components/list/List.tsx';
import type { Column } from '~/components/list/types.ts';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import { useCan } from '~/session/useMe.ts';
import { AddProductsDialog } from './AddProductsDialog.tsx';
import type { AdCampaign, PastEffect } from './campaign.ts';
import { usePastWords } from './PastNote.tsx';

type Targeting = Shape<'TargetingShape'>;

const states = ['current', 'coming', 'past'] as const;

export interface TargetingTabProps {
  campaign: AdCampaign;
  onPast: (past: PastEffect | null) => void;
}

/** The products the campaign targets and has targeted, each with its time. */
export default function TargetingTab({ campaign, onPast }: TargetingTabProps) {
  const t = useT();
  const may = useCan('attribution.edit');
  const imports = useCan('imports.create');
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Targeting | null>(null);
  const add = may && (
    <Button
      variant="contained"
      startIcon={<Plus size={16} strokeWidth={2} />}
      onClick={() => setAdding(true)}
    >
      {t('ads.targeting.add')}
    </Button>
  );
  return (
    <>
      <List<Targeting>
        resource="ad-products"
        path={`attribution/ad-campaigns/${campaign.id}/products`}
        label={t('ads.tab.targeting')}
        columns={useColumns(may ? setRemoving : null)}
        defaultSort="-effective_from"
        search={t('ads.targeting.search')}
        tabs={{
          name: 'state',
          tabs: states.map((value) => ({ value, label: t(`ads.targeting.${value}`) })),
        }}
        tools={
          <>
            {imports && (
              <Button
                component={Link}
                to="/ads/import/ad_products"
                startIcon={<Upload size={16} strokeWidth={1.7} />}
              >
                {t('ads.import.button')}
              </Button>
            )}
            {add}
          </>
        }
        empty={
          <EmptyState title={t('ads.targeting.none')} text={t('ads.targeting.none_text')}>
            {add}
          </EmptyState>
        }
      />
      {adding && <AddProductsDialog campaign={campaign} onPast={onPast} onClose={() => setAdding(false)} />}
      {removing && (
        <RemoveDialog
          campaign={campaign}
          targeting={removing}
          onPast={onPast}
          onClose={() => setRemoving(null)}
        />
      )}
    </>
  );
}

function useColumns(onRemove: ((targeting: Targeting) => void) | null): Column<Targeting>[] {
  const t = useT();
  const [now] = useState(() => new Date().toISOString());
  const isOver = ({ effective_to: to }: Targeting) => to !== null && Date.parse(to) <= Date.parse(now);
  const remove: Column<Targeting> = {
    name: 'act',
    label: t('ads.field.acts'),
    sortable: false,
    width: 110,
    render: (row) =>
      !isOver(row) && (
        <Button
          variant="text"
          size="small"
          data-no-row-click
          aria-label={t('ads.targeting.remove_one', { name: row.product_name })}
          onClick={() => onRemove?.(row)}
        >
          {t('action.remove')}
        </Button>
      ),
  };
  return [
    {
      name: 'product_name',
      label: t('ads.field.product'),
      main: true,
      render: (row) => <Link to={`/products/${row.product_id}`}>{row.product_name}</Link>,
    },
    { name: 'sku', label: t('ads.field.sku'), width: 150, render: (row) => row.sku },
    {
      name: 'effective_from',
      label: t('ads.field.effective_from'),
      width: 170,
      render: (row) => <DateTime value={row.effective_from} />,
    },
    {
      name: 'effective_to',
      label: t('ads.field.effective_to'),
      width: 170,
      render: (row) => (row.effective_to ? <DateTime value={row.effective_to} /> : t('ads.open')),
    },
    {
      name: 'created_at',
      label: t('ads.field.added'),
      width: 170,
      sortable: false,
      render: (row) => <DateTime value={row.created_at} relative />,
    },
    ...(onRemove ? [remove] : []),
  ];
}

interface RemoveDialogProps extends TargetingTabProps {
  targeting: Targeting;
  onClose: () => void;
}

function RemoveDialog({ campaign, targeting, onPast, onClose }: RemoveDialogProps) {
  const t = useT();
  const say = usePastWords();
  const { act, busy } = useAct<PastEffect>();
  async function remove() {
    try {
      const past = await act({
        method: 'DELETE',
        path: `attribution/ad-campaigns/${campaign.id}/products/${targeting.id}`,
        done: t('ads.targeting.removed', { name: targeting.product_name }),
        refresh: ['ad-products', 'ad-campaigns'],
      });
      say(past);
      onPast(past);
      onClose();
    } catch {
      // The refusal has been said; the question stays open.
    }
  }
  return (
    <ConfirmDialog
      title={t('ads.targeting.remove_title', { name: targeting.product_name })}
      text={t('ads.targeting.remove_text')}
      verb={t('ads.targeting.remove_verb')}
      danger
      busy={busy}
      onConfirm={() => void remove()}
      onClose={onClose}
    />
  );
}
