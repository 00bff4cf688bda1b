import { useQueryClient } from '@tanstack/react-query';
import { useDataProvider } from 'ra-core';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { FieldValues, Path, UseFormReturn } from 'react-hook-form';
import { asProblem, type Problem } from '~/api/problem.ts';
import { newKey } from '~/api/request.ts';
import { useT } from '~/i18n/useT.ts';
import type { ConflictField } from '../ConflictDialog.tsx';
import { saidWords } from '../problemWords.ts';
import type { FieldWords } from './labels.ts';
import type { RecordFormProps } from './RecordForm.tsx';

export interface SavedRecord {
  id: number | string;
  version?: number;
}

interface SaveOptions<V extends FieldValues, R extends SavedRecord>
  extends Pick<RecordFormProps<V, R>, 'resource' | 'record' | 'toApi' | 'fromRecord' | 'onSaved'> {
  form: UseFormReturn<V>;
  words: Map<string, FieldWords>;
}

/** Saving, and the three ways it can be refused: at fields, as a whole, or because someone saved first. */
export function useSave<V extends FieldValues, R extends SavedRecord>(options: SaveOptions<V, R>) {
  const { resource, record, form, toApi, fromRecord, words, onSaved } = options;
  const t = useT();
  const provider = useDataProvider();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [conflict, setConflict] = useState<{ theirs: R; fields: ConflictField[] } | null>(null);
  // The same intent keeps its key: after no answer, sending again makes no second record.
  const intent = useRef<{ body: string; key: string } | null>(null);

  async function send(values: V, version: number | undefined): Promise<R> {
    const data = toApi(values);
    if (record) {
      const previousData = { ...record, version };
      const saved = await provider.update(resource, { id: record.id, data, previousData });
      return saved.data as R;
    }
    const body = JSON.stringify(data);
    if (intent.current?.body !== body) intent.current = { body, key: newKey() };
    const made = await provider.create(resource, { data, meta: { idempotencyKey: intent.current.key } });
    return made.data as R;
  }

  async function submit(values: V, version = record?.version): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      const saved = await send(values, version);
      setConflict(null);
      // At once, or the guard against leaving would still stand when `onSaved` leaves.
      flushSync(() => setDone(true));
      await queries.invalidateQueries({ queryKey: [resource] });
      onSaved(saved);
    } catch (thrown) {
      await refuse(asProblem(thrown), values, version);
    } finally {
      setBusy(false);
    }
  }

  async function refuse(refusal: Problem, values: V, version: number | undefined) {
    if (refusal.status === 409 && record && fromRecord && version !== undefined) {
      const theirs = (await provider.getOne(resource, { id: record.id })).data as R;
      if (theirs.version !== version) {
        setConflict({ theirs, fields: differences(values, fromRecord(theirs) as V, words) });
        return;
      }
    }
    for (const { field, message } of refusal.fields)
      form.setError(field as Path<V>, { type: 'server', message: saidWords(message, t) });
    const first = refusal.fields[0]?.field;
    if (first) form.setFocus(first as Path<V>);
    setProblem(refusal);
  }

  return {
    busy,
    done,
    problem,
    conflict,
    submit: (values: V) => submit(values),
    saveMine: () => conflict && void submit(form.getValues(), conflict.theirs.version),
    keepTheirs: () => {
      if (!conflict || !fromRecord) return;
      form.reset(fromRecord(conflict.theirs) as V);
      setConflict(null);
      flushSync(() => setDone(true));
      onSaved(conflict.theirs);
    },
  };
}

/** The fields that differ, in the form's own words. */
export function differences(mine: object, theirs: object, words: Map<string, FieldWords>): ConflictField[] {
  return [...words].flatMap(([name, { label, show }]) => {
    const [a, b] = [at(mine, name), at(theirs, name)];
    return JSON.stringify(a ?? null) === JSON.stringify(b ?? null)
      ? []
      : [{ label, mine: show(a), theirs: show(b) }];
  });
}

function at(values: object, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, part) => (value as Record<string, unknown> | null)?.[part], values);
}
