import Database from 'libsql';
import { EngineUnavailable, OutcomeUnknown } from '../event-store/errors';

/** What may be bound: the driver aborts the whole process on a boolean. */
export type SqlValue = string | number | null | Buffer;

export interface Statement<Row> {
  run(...values: readonly SqlValue[]): number;
  get(...values: readonly SqlValue[]): Row | undefined;
  all(...values: readonly SqlValue[]): readonly Row[];
}

/** The little of a driver that the embedded engines use, so that another can take libsql's place in this file alone. */
export interface Sqlite {
  readonly file: string;
  /** A statement, prepared once a text. `Row` is what its columns are. */
  prepare<Row = unknown>(sql: string): Statement<Row>;
  exec(sql: string): void;
  readonly inTransaction: boolean;
  /**
   * Nothing where every write went well. After one that the disk refused it writes something for a trial, takes it away again, and
   * throws EngineUnavailable until that goes well. Not within a transaction.
   */
  tryWriting(): void;
  close(): void;
}

/** A unique index refused a row. Nothing of that statement was done. */
export class UniqueViolation extends Error {
  constructor(options: ErrorOptions) {
    super('A unique index refused the row.', options);
    this.name = 'UniqueViolation';
  }
}

const SETTINGS = `PRAGMA journal_mode = WAL; PRAGMA secure_delete = ON; PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY`;

/** Larger than what is mostly written at one time: a disk with room for a page alone is full. */
const TRIAL_BYTES = 65_536;
const TRIAL = `BEGIN IMMEDIATE; CREATE TABLE IF NOT EXISTS room (bytes BLOB); INSERT INTO room VALUES (zeroblob(${TRIAL_BYTES})); COMMIT; DROP TABLE room`;
/** What a disk says that takes nothing. */
const REFUSED = /^SQLITE_(FULL|IOERR|READONLY)/;

/** After a failed sync nobody knows what the disk holds. */
const UNKNOWN_AFTER = 'SQLITE_IOERR_FSYNC';

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

function asFault(error: unknown, file: string): Error {
  const code = codeOf(error);
  if (code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY') {
    return new UniqueViolation({ cause: error });
  }
  if (code === UNKNOWN_AFTER) return new OutcomeUnknown(file, { cause: error });
  return new EngineUnavailable(file, { cause: error, path: file });
}

/** The driver's own error of a file that cannot be opened has no code. */
function connect(file: string, timeoutMs: number): Database.Database {
  try {
    return new Database(file, { timeout: timeoutMs });
  } catch (cause) {
    throw asFault(Object.assign(new Error('The file cannot be opened.', { cause }), { code: 'SQLITE_CANTOPEN' }), file);
  }
}

/** Has faults of the driver thrown as ours, and remembers that the disk refused a write. */
function createGuard(file: string) {
  let refused = false;
  return {
    run<T>(work: () => T): T {
      try {
        return work();
      } catch (error) {
        refused ||= REFUSED.test(codeOf(error));
        throw asFault(error, file);
      }
    },
    hasRefused: () => refused,
    forget: () => void (refused = false),
  };
}

function tryOut(database: Database.Database, guard: ReturnType<typeof createGuard>): void {
  try {
    guard.run(() => database.exec(TRIAL));
    guard.forget();
  } finally {
    if (database.inTransaction) guard.run(() => database.exec('ROLLBACK'));
  }
}

/**
 * Opens the file, made if absent, in WAL mode. `full` syncs every commit to the disk; `normal` may lose the last commits
 * (never their order) when the power fails. Deleted content is overwritten with zeros.
 * Every method throws UniqueViolation, OutcomeUnknown (a sync failed) or EngineUnavailable (all else), with the cause.
 */
export function openSqlite(file: string, durability: 'full' | 'normal'): Sqlite {
  const guard = createGuard(file);
  const guarded = <T>(work: () => T): T => guard.run(work);
  const database = connect(file, 5000);
  const statements = new Map<string, Statement<unknown>>();
  /** The driver keeps a closed file open for as long as a statement is held: closing lets go of them. */
  const letGo: (() => void)[] = [];
  let open = true;

  function compile<Row>(sql: string): Statement<Row> {
    let compiled: Database.Statement<[SqlValue[]]> | undefined = guarded(() => database.prepare<[SqlValue[]]>(sql));
    letGo.push(() => {
      compiled = undefined;
    });
    const using = <T>(use: (statement: Database.Statement<[SqlValue[]]>) => T): T => {
      const statement = compiled;
      if (!statement) throw new EngineUnavailable(`${file}, which is closed`);
      return guarded(() => use(statement));
    };
    return {
      run: (...values) => using((statement) => statement.run([...values]).changes),
      get: (...values) => using((statement) => statement.get([...values]) as Row | undefined),
      all: (...values) => using((statement) => statement.all([...values]) as Row[]),
    };
  }

  guarded(() => {
    database.exec(`PRAGMA synchronous = ${durability}; ${SETTINGS}`);
  });
  return {
    file,
    prepare<Row>(sql: string) {
      if (!open) throw new EngineUnavailable(`${file}, which is closed`);
      const known = statements.get(sql);
      if (known) return known as Statement<Row>;
      const made = compile<Row>(sql);
      statements.set(sql, made);
      return made;
    },
    exec(sql) {
      if (!open) throw new EngineUnavailable(`${file}, which is closed`);
      guarded(() => database.exec(sql));
    },
    get inTransaction() {
      return database.inTransaction;
    },
    tryWriting() {
      if (open && guard.hasRefused()) tryOut(database, guard);
    },
    close() {
      if (!open) return;
      open = false;
      statements.clear();
      for (const go of letGo) go();
      guarded(() => {
        // The driver may close the file late: what waits in the write-ahead log goes into the file now.
        database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
        database.close();
      });
    },
  };
}

/** Of a copy, what was read; other refusals of the disk are of what was written. */
const OF_READING = /^SQLITE_IOERR_(READ|SHORT_READ)$/;
const isOfWriting = (error: unknown): boolean => REFUSED.test(codeOf(error)) && !OF_READING.test(codeOf(error));

/**
 * Copies what a file holds at one moment into another, which must be empty or absent. Others may go on writing to it. An error
 * names the file that it is about: the copy, where the disk takes no more.
 */
export function copySqlite(file: string, target: string): void {
  const database = connect(file, 5000);
  try {
    database.exec(`VACUUM INTO '${target.replaceAll("'", "''")}'`);
  } catch (error) {
    throw asFault(error, isOfWriting(error) ? target : file);
  } finally {
    database.close();
  }
}

/** Has everybody who would write to the file wait until it is released: for a moment, since they wait for 5 s at most. */
export function holdWrites(file: string): HeldFile {
  const database = connect(file, 5000);
  try {
    database.exec('BEGIN IMMEDIATE');
  } catch (error) {
    database.close();
    throw asFault(error, file);
  }
  return {
    release() {
      database.exec('ROLLBACK');
      database.close();
    },
  };
}

/** A file that this process alone holds. */
export interface HeldFile {
  release(): void;
}

/**
 * Takes the file until it is released or the process ends, however it ends: the lock is the operating system's.
 * Undefined when another has it.
 */
export function holdFile(file: string): HeldFile | undefined {
  const database = connect(file, 0);
  try {
    database.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (codeOf(error) === 'SQLITE_BUSY') return undefined;
    throw asFault(error, file);
  }
  return {
    release() {
      database.exec('ROLLBACK');
      database.close();
    },
  };
}
