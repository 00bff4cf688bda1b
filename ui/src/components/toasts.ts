/** Short messages at the foot of the page, the newest last; one store for the whole tab. */

export interface Toast {
  id: number;
  text: string;
  tone: 'plain' | 'bad';
  /** Takes back what was done, by the act that is its inverse. */
  undo?: () => Promise<unknown>;
}

const MOST = 3;
let next = 1;
let shown: readonly Toast[] = [];
const watchers = new Set<() => void>();

function show(list: readonly Toast[]) {
  shown = list;
  for (const onChange of watchers) onChange();
}

export function toast(text: string, options: { tone?: Toast['tone']; undo?: Toast['undo'] } = {}): void {
  const { tone = 'plain', undo } = options;
  show([...shown, { id: next++, text, tone, ...(undo && { undo }) }].slice(-MOST));
}

export function dismissToast(id: number): void {
  show(shown.filter((one) => one.id !== id));
}

export const toasts = {
  watch(onChange: () => void) {
    watchers.add(onChange);
    return () => watchers.delete(onChange);
  },
  read: () => shown,
};
