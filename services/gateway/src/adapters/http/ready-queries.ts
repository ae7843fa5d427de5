/** What a newcomer may try at once: each runs on the demonstration as it stands. */
export const READY_QUERIES: readonly string[] = [];
