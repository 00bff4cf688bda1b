import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { useCountryChoices } from '../CountryInput.tsx';
import { sourceWords } from '../contact.ts';
import { languageName } from '../languageName.ts';
import { useTags } from '../useAudience.ts';
import { BoughtFields } from './BoughtFields.tsx';
import { ChoiceBox, PickBox } from './boxes.tsx';
import type { Condition, FieldsOf } from './conditions.ts';
import { RecordsBox } from './RecordsBox.tsx';
import { BirthdayFields, CreatedFields, NotOrderedFields } from './TimeFields.tsx';
import { AttributeFields, OrdersFields, SpentFields } from './ValueFields.tsx';

const languages = ['es', 'en', 'fr', 'de', 'it', 'pt', 'ca', 'nl'];
const sources = ['direct', 'manual', 'import'];

/** The values of a condition, by its kind. */
export function ConditionFields({ condition, onChange }: FieldsOf<Condition>) {
  const t = useT();
  const format = useFormat();
  const countries = useCountryChoices();
  const tags = useTags();
  switch (condition.op) {
    case 'country':
      return (
        <PickBox
          label={t('audience.field.country')}
          value={condition.any_of}
          options={countries.map(({ code, name }) => ({ value: code, label: name }))}
          onChange={(any_of) => onChange({ ...condition, any_of })}
        />
      );
    case 'tag':
      return (
        <PickBox
          free
          label={t('audience.field.tags')}
          value={condition.any_of}
          options={tags.map(({ tag }) => ({ value: tag, label: tag }))}
          onChange={(any_of) => onChange({ ...condition, any_of })}
        />
      );
    case 'source':
      return (
        <PickBox
          free
          label={t('audience.field.source')}
          value={condition.any_of}
          options={sources.map((value) => ({ value, label: sourceWords(value, t) }))}
          onChange={(any_of) => onChange({ ...condition, any_of })}
        />
      );
    case 'locale':
      return (
        <PickBox
          free
          label={t('audience.field.locale')}
          value={condition.any_of}
          options={languages.map((value) => ({ value, label: languageName(value, format.locale) }))}
          onChange={(any_of) => onChange({ ...condition, any_of })}
        />
      );
    case 'in_list':
      return (
        <RecordsBox
          label={t('audience.lists.title')}
          resource="contact-lists"
          value={condition.list_ids}
          onChange={(list_ids) => onChange({ ...condition, list_ids })}
        />
      );
    case 'sms_consent':
      return (
        <ChoiceBox
          label={t('audience.field.sms_consent')}
          value={condition.state}
          choices={(['granted', 'withdrawn', 'unknown'] as const).map((value) => ({
            value,
            label: t(`audience.consent.${value}`),
          }))}
          onChange={(state) => onChange({ ...condition, state })}
        />
      );
    case 'has':
      return (
        <ChoiceBox
          label={t('audience.builder.what')}
          value={condition.what}
          choices={(['phone', 'email', 'name', 'birthday'] as const).map((value) => ({
            value,
            label: t(`audience.field.${value}`),
          }))}
          onChange={(what) => onChange({ ...condition, what })}
        />
      );
    case 'attribute':
      return <AttributeFields condition={condition} onChange={onChange} />;
    case 'birthday':
      return <BirthdayFields condition={condition} onChange={onChange} />;
    case 'created':
      return <CreatedFields condition={condition} onChange={onChange} />;
    case 'orders':
      return <OrdersFields condition={condition} onChange={onChange} />;
    case 'spent':
      return <SpentFields condition={condition} onChange={onChange} />;
    case 'bought':
      return <BoughtFields condition={condition} onChange={onChange} />;
    case 'not_ordered':
      return <NotOrderedFields condition={condition} onChange={onChange} />;
    case 'everybody':
      return null;
  }
}
