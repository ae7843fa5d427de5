/** Microseconds of processor time that this process took, its threads included. */
export async function processorUs<T>(
  work: () => Promise<T> | T,
): Promise<{ readonly result: T; readonly cpuUs: number }> {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return { result, cpuUs: user + system };
}
