/** A text that may be longer than its cell; whole in the tooltip. */
export function Clipped({ text }: { text: string }) {
  return (
    <span title={text} style={{ minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis' }}>
      {text}
    </span>
  );
}
