/** More are of no use: with three, one may be away and nothing counts that only one has. */
const MOST_COPIES = 3;

/** What is wrong with how many brokers are to hold each message, where so many run; nothing where it is right. */
export function faultOfCopies({ KAFKA_COPIES }: Readonly<Record<string, string>>, brokers: number): string {
  const wanted = String(Math.min(brokers, MOST_COPIES));
  return KAFKA_COPIES === wanted ? '' : `KAFKA_COPIES is ${KAFKA_COPIES ?? 'not told'}, and has to be ${wanted}`;
}

/** How many brokers a value of KAFKA_BROKERS names. */
export const brokersIn = (named = ''): number => named.split(',').length;
