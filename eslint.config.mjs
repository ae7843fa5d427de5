import { importX } from 'eslint-plugin-import-x';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import tseslint from 'typescript-eslint';

const impure = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Take the time from the command.' },
  { selector: "MemberExpression[object.name='Date'][property.name='now']", message: 'Take the time from the command.' },
  { selector: "MemberExpression[object.name='Math'][property.name='random']", message: 'Take it from the caller.' },
  { selector: "MemberExpression[object.name='process'][property.name='env']", message: 'Read config.ts.' },
];
const noStar = { selector: 'ExportAllDeclaration', message: 'Name what is exported.' };

export default tseslint.config(
  {
    ignores: ['**/dist/**', 'engines/cache/**', 'engines/data/**', '**/*.mjs', '**/*.js', 'node_modules/**', 'data/**'],
  },
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver({ project: 'tsconfig.json' })] },
  },
  {
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'import-x/no-cycle': 'error',
      'no-restricted-syntax': ['error', noStar],
      complexity: ['error', 12],
      'max-depth': ['error', 3],
      'max-params': ['error', 4],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['services/*/src/{domain,application,projections}/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', noStar, ...impure] },
  },
  {
    files: ['**/adapters/graphql/**/*.ts'],
    rules: { '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }] },
  },
  {
    files: ['**/*.test.ts', '**/*.contract.ts', '**/testing.ts', '**/testing/**', 'test/**'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      'max-lines-per-function': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
);
