/**
 * Loaded before all else. Until the product handles them itself, SIGTERM and SIGINT end the process with 0: nothing has been
 * begun. Without it they would end it with another code, or, as the first process of a container, be ignored.
 */
const end = (): never => process.exit(0);
process.on('SIGTERM', end);
process.on('SIGINT', end);

/**
 * Does `begin`, which handles these signals from then on, unless one came while the modules were loaded: of those the process
 * hears once it has nothing at hand.
 */
export function beginUnlessEnded(begin: () => void): void {
  setImmediate(() => {
    begin();
    process.off('SIGTERM', end);
    process.off('SIGINT', end);
  });
}
