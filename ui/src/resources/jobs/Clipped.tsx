/** Long words in one line of a table; all of them under the pointer. */
export function Clipped({ text }: { text: string }) {
  return (
    <span
      title={text}
      style={{ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', minWidth: 0 }}
    >
      {text}
    </span>
  );
}
