import { OperatorError } from '@flow/platform/values/operator-error';
import { GraphQLError } from 'graphql';
import { sentenceOf } from './trouble';

const HTTP = 'http://127.0.0.1:4000';
const refusedWith = (code: string) => [new GraphQLError('No.', { extensions: { code } })];

const CASES: readonly (readonly [string, unknown, RegExp])[] = [
  ['a sentence of ours', new OperatorError('Set FLOW_TOKEN to a token.'), /^Set FLOW_TOKEN/],
  ['nobody at the port', new Error('connect ECONNREFUSED'), /^Nothing answers at http:\/\/127\.0\.0\.1:4000/],
  ['a role that may not', refusedWith('FORBIDDEN'), /may not see the hospital board/],
  ['a token that ended', refusedWith('UNAUTHENTICATED'), /Sign in again/],
  [
    'a bad token',
    { code: 4403, reason: 'x' },
    /^http:\/\/127\.0\.0\.1:4000 does not accept the token: .* set FLOW_TOKEN/,
  ],
  ['too many bad tokens', { code: 4429, reason: 'x' }, /Wait a minute/],
  ['another end', { code: 4406, reason: 'Speak x.' }, /ended the connection with 4406: Speak x\./],
  ['a line that was cut', { code: 1006, reason: '' }, /^Nothing answers/],
  ['anything else that was refused', refusedWith('DOWNSTREAM_UNAVAILABLE'), /DOWNSTREAM_UNAVAILABLE/],
];

it.each(CASES)('says in a sentence: %s', (_what, error, sentence) => expect(sentenceOf(error, HTTP)).toMatch(sentence));
