import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(__dirname, '..', '..');

export interface Instruction {
  /** `RUN`, `COPY`, … */
  readonly name: string;
  readonly text: string;
}

export interface Stage {
  readonly from: string;
  readonly instructions: readonly Instruction[];
}

export interface Dockerfile {
  readonly build: Stage;
  readonly final: Stage;
}

function instructionsOf(text: string): Instruction[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  return lines.map((line) => {
    const [, name = '', rest = ''] = /^([A-Z]+) (.*)$/.exec(line) ?? [];
    return { name, text: rest };
  });
}

/** As far as ours goes: one instruction a line, arguments before the first stage, two stages. */
export function readDockerfile(text = readFileSync(join(ROOT, 'deploy/Dockerfile'), 'utf8')): Dockerfile {
  const all = instructionsOf(text);
  const argumentsOf = new Map(
    all.filter(({ name }) => name === 'ARG').map(({ text: told }) => [told.split('=')[0], told.replace(/^[^=]*=/, '')]),
  );
  const stages: { from: string; instructions: Instruction[] }[] = [];
  for (const one of all) {
    if (one.name === 'FROM') {
      const from = one.text.replace(/\$\{(\w+)\}/g, (_, name: string) => argumentsOf.get(name) ?? '');
      stages.push({ from, instructions: [] });
    } else if (one.name !== 'ARG') stages.at(-1)?.instructions.push(one);
  }
  const [build, final] = stages;
  if (!build || !final || stages.length !== 2) throw new Error('The Dockerfile has not two stages.');
  return { build, final };
}

/** What every instruction of that name says, in order. */
export const said = ({ instructions }: Stage, name: string): string[] =>
  instructions.filter((one) => one.name === name).map(({ text }) => text);

/** The words of a command in the exec form. Throws where it is in the shell form. */
export function execForm(text: string): string[] {
  const words: unknown = JSON.parse(/(?:^|CMD )(\[.*\])$/.exec(text)?.[1] ?? 'null');
  if (!Array.isArray(words) || !words.every((word) => typeof word === 'string'))
    throw new Error(`${text} is not in the exec form.`);
  return words;
}

export const environmentOf = (stage: Stage): Record<string, string> =>
  Object.fromEntries(
    said(stage, 'ENV').map((text) => [text.split('=')[0] ?? '', text.replace(/^[^=]*=/, '')] as const),
  );
