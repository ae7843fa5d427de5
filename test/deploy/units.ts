/** `15s` as seconds; NaN where it is not told so. */
export const seconds = (text: string | undefined): number => Number(/^(\d+)s$/.exec(text ?? '')?.[1]);

/** `8Gi`, `512Mi` as bytes; NaN where it is not told so. */
export function bytes(text: string | undefined): number {
  const [, count, unit] = /^(\d+)(Mi|Gi)$/.exec(text ?? '') ?? [];
  return Number(count) * (unit === 'Gi' ? 2 ** 30 : 2 ** 20);
}
