/** Where the partners that come with the product listen, unless their files say otherwise. */
export const DEFAULT_PORTS = {
  /** The hospital's iPM. */
  ipm: 2575,
  /** Files sent by hand: `npm run feed`. Answers AA to everything. */
  corpora: 2576,
} as const;
