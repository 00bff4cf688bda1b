import { PageTabs } from '~/components/PageTabs.tsx';
import { useT } from '~/i18n/useT.ts';

/** The ways in which contacts are grouped. */
export function GroupTabs({ open }: { open: 'segments' | 'lists' | 'suppressions' }) {
  const t = useT();
  return (
    <PageTabs
      label={t('audience.groups')}
      open={open}
      tabs={[
        { name: 'segments', label: t('frame.nav.segments'), to: '/segments' },
        { name: 'lists', label: t('audience.lists.title'), to: '/segments/lists' },
        { name: 'suppressions', label: t('audience.suppressions.title'), to: '/segments/suppressions' },
      ]}
    />
  );
}
