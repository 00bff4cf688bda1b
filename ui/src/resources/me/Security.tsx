import { Columns, Panel } from '~/components/Panel.tsx';
import { useT } from '~/i18n/useT.ts';
import { MePage } from './MePage.tsx';
import { Password } from './Password.tsx';
import { SecondFactor } from './SecondFactor.tsx';

/** What one proves oneself by: a password, and an authenticator app. */
export default function Security() {
  const t = useT();
  return (
    <MePage open="security">
      <Columns>
        <Panel title={t('me.password.title')}>
          <Password />
        </Panel>
        <Panel title={t('me.second_factor.title')}>
          <SecondFactor />
        </Panel>
      </Columns>
    </MePage>
  );
}
