import { EmptyState } from '~/components/EmptyState.tsx';
import { Page } from '~/components/Page.tsx';
import { useT } from '~/i18n/useT.ts';
import type { Section } from '~/sections.ts';
import { useMe } from './useMe.ts';

/** A section's page, for those whose role includes it. */
export function SectionGate({ section: { page: SectionPage, capability, label } }: { section: Section }) {
  const t = useT();
  const { capabilities } = useMe();
  if (!capability || capabilities.includes(capability)) return <SectionPage />;
  return (
    <Page title={t(label)}>
      <EmptyState title={t('frame.forbidden.title')} text={t('frame.forbidden.text')} />
    </Page>
  );
}
