import { Check } from 'lucide-react';
import { ErrorState } from '~/components/ErrorState.tsx';
import { PageWait } from '~/components/PageWait.tsx';
import { Panel } from '~/components/Panel.tsx';
import { SimpleTable } from '~/components/SimpleTable.tsx';
import { MISSING } from '~/format.ts';
import { useT } from '~/i18n/useT.ts';
import { useMe } from '~/session/useMe.ts';
import { capabilityWords, domainWords } from './roles.ts';
import { TeamPage } from './TeamPage.tsx';
import { useRoles } from './useRoles.ts';

/** What each role may do, as the server has it. */
export default function Roles() {
  const t = useT();
  const { role: own } = useMe();
  const { data, error, isPending, refetch } = useRoles();
  const domains = [...new Set(Object.keys(data?.capabilities ?? {}).map(domainOf))];
  return (
    <TeamPage open="roles">
      {isPending && <PageWait />}
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      <div style={{ display: 'grid', gap: 16 }}>
        {data &&
          domains.map((domain) => (
            <Panel key={domain} title={domainWords(domain, t)} flush>
              <SimpleTable
                label={domainWords(domain, t)}
                rows={Object.entries(data.capabilities)
                  .filter(([capability]) => domainOf(capability) === domain)
                  .map(([id, meaning]) => ({ id, meaning }))}
                columns={[
                  {
                    name: 'capability',
                    label: t('team.roles.may'),
                    main: true,
                    render: ({ id, meaning }) => capabilityWords(id, meaning, t),
                  },
                  ...data.roles.map(({ role, capabilities }) => ({
                    name: role,
                    label:
                      role === own
                        ? `${t(`frame.role.${role}`)} (${t('team.members.you')})`
                        : t(`frame.role.${role}`),
                    width: 120,
                    render: ({ id }: { id: string }) =>
                      capabilities.includes(id) ? (
                        <Check
                          size={15}
                          strokeWidth={2}
                          aria-label={t('list.yes')}
                          style={{ verticalAlign: -2 }}
                        />
                      ) : (
                        <span title={t('list.no')}>{MISSING}</span>
                      ),
                  })),
                ]}
              />
            </Panel>
          ))}
      </div>
    </TeamPage>
  );
}

function domainOf(capability: string): string {
  return capability.split('.')[0] ?? capability;
}
