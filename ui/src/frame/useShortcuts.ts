import { useEffect, useEffectEvent } from 'react';
import { useNavigate } from 'react-router';
import { useRail } from '~/session/useSections.ts';
import { useStored } from '~/session/useStored.ts';

const CHORD_MS = 1_200;

export interface Shortcuts {
  onSearch: () => void;
  onHelp: () => void;
}

/** Single keys can be in the way of speech input, so a person may switch them off (WCAG 2.1.4). */
export function useSingleKeys() {
  return useStored('souk.single-keys', true);
}

/** `/` searches, `?` helps, `g` and a letter goes somewhere; never while something is being typed. */
export function useShortcuts({ onSearch, onHelp }: Shortcuts): void {
  const navigate = useNavigate();
  const { all } = useRail();
  const [on] = useSingleKeys();

  const go = useEffectEvent((key: string) => {
    const section = all.find(({ shortcut }) => shortcut === key);
    if (section) navigate(`/${section.path}`);
    return section !== undefined;
  });
  const search = useEffectEvent(onSearch);
  const help = useEffectEvent(onHelp);

  useEffect(() => {
    if (!on) return;
    let goingUntil = 0;
    function onKeyDown(event: KeyboardEvent) {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
        return;
      if (event.timeStamp < goingUntil) {
        goingUntil = 0;
        if (go(event.key)) event.preventDefault();
        return;
      }
      if (event.key === 'g') goingUntil = event.timeStamp + CHORD_MS;
      else if (event.key === '/') {
        event.preventDefault();
        search();
      } else if (event.key === '?') {
        event.preventDefault();
        help();
      }
    }
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [on]);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('[role="dialog"], [role="menu"], [role="listbox"]'))
    return true;
  if (target instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'button', 'submit'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
