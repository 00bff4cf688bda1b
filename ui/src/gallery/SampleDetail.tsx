import { Pause, Square } from 'lucide-react';
import { DetailPage } from '~/components/DetailPage.tsx';
import { EmptyState } from '~/components/EmptyState.tsx';
import { Panel } from '~/components/Panel.tsx';
import { Progress } from '~/components/Progress.tsx';
import { StateChip } from '~/components/StateChip.tsx';
import { useFormat } from '~/session/useMe.ts';
import SampleList from './SampleList.tsx';

export default function SampleDetail() {
  const format = useFormat();
  return (
    <DetailPage
      title="Autumn – home & kitchen"
      chip={<StateChip state="running" />}
      crumbs={[{ label: 'Ads', to: '/_gallery/list' }]}
      actions={[
        { name: 'pause', label: 'Pause', icon: Pause, onAct: () => undefined },
        { name: 'end', label: 'End', icon: Square, danger: true, onAct: () => undefined },
        { name: 'delete', label: 'Delete', danger: true, more: true, onAct: () => undefined },
      ]}
      figures={[
        { label: 'Products', value: format.integer(2460), to: '?tab=products' },
        {
          label: 'Revenue',
          value: format.money({ amount: 1837562, currency: 'EUR' }),
          note: format.change(0.22),
          to: '?tab=orders',
        },
        { label: 'Errors', value: format.integer(12), tone: 'bad', to: '?tab=errors' },
        { label: 'Warnings', value: format.integer(104), tone: 'warn' },
        { label: 'Orders', value: format.integer(814) },
        { label: 'ROAS', value: format.ratio(5.264) },
      ]}
      progress={<Progress trackerId={1} failuresTo="?tab=errors" />}
      tabs={[
        { name: 'products', label: 'Products', count: format.integer(2460), content: <SampleList /> },
        {
          name: 'errors',
          label: 'Errors',
          count: format.integer(12),
          content: (
            <Panel>
              <EmptyState title="No errors" />
            </Panel>
          ),
        },
        {
          name: 'log',
          label: 'Log',
          content: (
            <Panel>
              <EmptyState title="Nothing yet" />
            </Panel>
          ),
        },
      ]}
    />
  );
}
