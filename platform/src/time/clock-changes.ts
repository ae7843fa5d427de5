const FROM_YEAR = 1972;
const TO_YEAR = 2099;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MARCH = 2;
const OCTOBER = 9;

/** The first Sunday on or after a day, in milliseconds since 1970 at 00:00 UTC. */
function sundayFrom(year: number, month: number, day: number): number {
  const start = Date.UTC(year, month, day);
  return start + ((7 - new Date(start).getUTCDay()) % 7) * DAY_MS;
}

/** Summer Time Orders to 1980 said 02:00 GMT, since then 01:00 GMT. */
const changeHour = (year: number): number => (year <= 1980 ? 2 : 1);

/** Third Sunday of March to 1980 (Summer Time Act 1972), the last Sunday since. */
const forward = (year: number): number => sundayFrom(year, MARCH, year <= 1980 ? 16 : 25) + changeHour(year) * HOUR_MS;

/** The Sunday after the fourth Saturday of October to 1989, the fourth Sunday to 1995, the last Sunday since. */
function back(year: number): number {
  const day = year <= 1989 ? 23 : year <= 1995 ? 22 : 25;
  return sundayFrom(year, OCTOBER, day) + changeHour(year) * HOUR_MS;
}

const YEARS = Array.from({ length: TO_YEAR - FROM_YEAR + 1 }, (_, index) => FROM_YEAR + index);
/** For each year the moment at which the clocks go forward, then that at which they go back. */
const CHANGES = Float64Array.from(YEARS.flatMap((year) => [forward(year), back(year)]));

const slow = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  timeZoneName: 'longOffset',
  year: 'numeric',
});

/** For years that the table leaves out: birth times, and what a PAS writes for never. */
function offsetByLibrary(epochMs: number): number {
  const name = slow.formatToParts(epochMs).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes, seconds] = /([+-])(\d{2}):(\d{2})(?::(\d{2}))?/.exec(name) ?? [];
  const total = Number(hours ?? 0) * 60 + Number(minutes ?? 0) + Number(seconds ?? 0) / 60;
  return sign === '-' ? -total : total;
}

/** How many minutes London's clocks are ahead of UTC at that moment: 0 in winter, 60 in summer. */
export function londonOffsetMinutes(epochMs: number): number {
  const year = new Date(epochMs).getUTCFullYear();
  if (year < FROM_YEAR || year > TO_YEAR) return offsetByLibrary(epochMs);
  const at = (year - FROM_YEAR) * 2;
  const isSummer = epochMs >= (CHANGES[at] ?? Infinity) && epochMs < (CHANGES[at + 1] ?? -Infinity);
  return isSummer ? 60 : 0;
}

/** The two moments of a year, in milliseconds since 1970, at which London's clocks change; undefined outside 1972 to 2099. */
export function clockChangesOf(year: number): { readonly forward: number; readonly back: number } | undefined {
  const at = (year - FROM_YEAR) * 2;
  const [ahead, behind] = [CHANGES[at], CHANGES[at + 1]];
  return ahead === undefined || behind === undefined ? undefined : { forward: ahead, back: behind };
}
