import { bedChangedV1, bedChangedV1Example } from './bed-changed.v1';
import { estateChangedV1, estateChangedV1Example } from './estate-changed.v1';
import { patientsMovedV1, patientsMovedV1Example } from './patients-moved.v1';

it.each([
  [patientsMovedV1, patientsMovedV1Example],
  [bedChangedV1, bedChangedV1Example],
  [estateChangedV1, estateChangedV1Example],
])('the example of $shape.type.value is one', (schema, example) =>
  expect(schema.safeParse(example).success).toBe(true),
);
