import type { ReactNode } from 'react';
import { List, type ListProps } from './list/List.tsx';
import type { Row } from './list/types.ts';
import { type Crumb, Page } from './Page.tsx';

export type { BulkAction, Choice, Column, Filter, Row, Selection, StatusTabs } from './list/types.ts';

export interface ListPageProps<R extends Row> extends Omit<ListProps<R>, 'label'> {
  title: string;
  note?: ReactNode;
  crumbs?: Crumb[] | undefined;
  /** What can be made or brought in here. */
  actions?: ReactNode;
}

/** A page that is a list. */
export function ListPage<R extends Row>({ title, note, crumbs, actions, ...list }: ListPageProps<R>) {
  return (
    <Page title={title} note={note} crumbs={crumbs} actions={actions}>
      <List label={title} {...list} />
    </Page>
  );
}
