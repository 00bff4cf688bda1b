import { useState } from 'react';
import { asProblem } from '~/api/problem.ts';
import { request } from '~/api/request.ts';
import { saveFile } from '~/api/saveFile.ts';
import { problemWords } from '~/components/problemWords.ts';
import { toast } from '~/components/toasts.ts';
import { useT } from '~/i18n/useT.ts';

/** Everything Souk knows of a person, as a file for that person. That it was read stands in the log. */
export function useDossier({ id }: { id: number }) {
  const t = useT();
  const [busy, setBusy] = useState(false);
  async function save() {
    setBusy(true);
    try {
      const whole = await request('GET', `audience/contacts/${id}/dossier`);
      saveFile(`contact-${id}.json`, JSON.stringify(whole, null, 2), 'application/json');
      toast(t('audience.dossier_saved'));
    } catch (thrown) {
      toast(problemWords(asProblem(thrown), t), { tone: 'bad' });
    }
    setBusy(false);
  }
  return { busy, save };
}
