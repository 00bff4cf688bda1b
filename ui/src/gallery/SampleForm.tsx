import { DayInput, InstantInput } from '~/components/form/DayInput.tsx';
import { MoneyField } from '~/components/form/MoneyField.tsx';
import { NumberInput } from '~/components/form/NumberInput.tsx';
import { FieldRow, RecordForm } from '~/components/form/RecordForm.tsx';
import { SelectInput } from '~/components/form/SelectInput.tsx';
import { SwitchInput } from '~/components/form/SwitchInput.tsx';
import { TextInput } from '~/components/form/TextInput.tsx';
import { Page } from '~/components/Page.tsx';
import { Panel } from '~/components/Panel.tsx';

const platforms = ['facebook', 'instagram', 'google'].map((value) => ({ value, label: value }));

export default function SampleForm() {
  return (
    <Page title="New campaign" crumbs={[{ label: 'Ads', to: '/_gallery/list' }]}>
      <Panel>
        <RecordForm
          resource="samples"
          defaults={{
            name: '',
            platform: 'google',
            budget: { amount: 18000, currency: 'EUR' },
            starts_at: '2026-11-20T08:00:00Z',
            share: 0.2,
          }}
          toApi={(values) => values}
          onSaved={() => undefined}
          onCancel={() => undefined}
        >
          <TextInput name="name" label="Name" required hint="As in the ad platform" />
          <FieldRow>
            <SelectInput name="platform" label="Platform" choices={platforms} required />
            <MoneyField name="budget" label="Daily budget" currency="EUR" />
          </FieldRow>
          <FieldRow>
            <InstantInput name="starts_at" label="Starts" required />
            <DayInput name="day" label="Day" />
          </FieldRow>
          <FieldRow>
            <NumberInput name="share" label="Share" percent min={0} max={1} />
            <NumberInput name="count" label="Count" unit="pieces" min={1} required />
          </FieldRow>
          <TextInput name="notes" label="Notes" rows={3} />
          <SwitchInput name="active" label="Active" />
        </RecordForm>
      </Panel>
    </Page>
  );
}
