import type { ReactNode } from 'react';

export interface Column<T> {
  /** Empty for a column of buttons. */
  head: string;
  cell: (row: T) => ReactNode;
  className?: string;
}
interface Props<T> {
  label: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  keyOf: (row: T) => string;
}

/** A table on wide screens, cards on phones. Roles are explicit because the card layout's CSS removes them. */
export function ListTable<T>({ label, columns, rows, keyOf }: Props<T>) {
  return (
    <table className="list" role="table" aria-label={label}>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map(({ head }, index) => (
            <th key={head || index} scope="col" role="columnheader">
              {head || <span className="hidden-words">What to do</span>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={keyOf(row)} role="row">
            {columns.map(({ head, cell, className }, index) => (
              <td key={head || index} role="cell" data-head={head} {...(className ? { className } : {})}>
                <div>{cell(row)}</div>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
