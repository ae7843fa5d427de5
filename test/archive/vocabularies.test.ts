import { VOCABULARIES } from '@flow/app/product/vocabularies';
import { SERVICES } from '@flow/app/product/service-names';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const STORED_TYPE = /'([a-z]+(?:-[a-z]+)*\.v\d+)'/g;
const TASKS = /taskEventCodec(?:<\w+>)?\('([a-z-]+)'/g;
const WORDS = ['raised', 'closed', 'reopened', 'claimed', 'released'];

/** Every stored type that the source of a service names. */
function namedIn(service: string): readonly string[] {
  const source = join(ROOT, 'services', service, 'src');
  const texts = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.ts$/.test(file) && !/\.test\.ts$|testing\/|^vocabulary\.ts$/.test(file))
    .map((file) => readFileSync(join(source, file), 'utf8'));
  const named = texts.flatMap((text) => [...text.matchAll(STORED_TYPE)].map(([, type = '']) => type));
  const tasks = texts.flatMap((text) => [...text.matchAll(TASKS)].map(([, name = '']) => name));
  return [...new Set([...named, ...tasks.flatMap((name) => WORDS.map((word) => `${name}-${word}.v1`))])].sort();
}

it.each(SERVICES)('the vocabulary of %s has every stored event type that the service names', (service) =>
  expect(Object.keys(VOCABULARIES[service]).sort()).toStrictEqual(namedIn(service)),
);
