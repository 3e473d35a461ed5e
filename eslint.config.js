import boundaries from 'eslint-plugin-boundaries';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Each folder and what it may import: the arrows of docs/architecture.md. Tests may also use `testing`. */
const layers = {
  domain: [],
  forecasting: ['domain'],
  database: ['domain'],
  stepfunctions: ['lambdas'],
  lambdas: ['domain', 'forecasting', 'database', 'stepfunctions'],
  cdk: ['lambdas', 'stepfunctions'],
  local: ['domain', 'forecasting', 'database', 'lambdas', 'stepfunctions'],
  bench: ['domain', 'forecasting', 'database', 'lambdas', 'stepfunctions', 'local', 'testing'],
  e2e: ['domain', 'database', 'lambdas', 'stepfunctions', 'local', 'testing'],
  testing: ['domain', 'forecasting', 'database', 'lambdas', 'stepfunctions', 'local'],
  web: ['domain'],
};

const tests = ['**/*.test.ts', '**/*.test.tsx'];

/** A test that always, or silently, does not run. A test may be skipped on a condition that its name tells. */
const noSkippedTests = [
  {
    selector: "CallExpression[callee.object.name=/^(it|test|describe)$/][callee.property.name='only']",
    message: 'A focused test hides all others.',
  },
  {
    selector:
      'ExpressionStatement > CallExpression[callee.object.name=/^(it|test|describe)$/][callee.property.name=/^(skip|todo|failing)$/]',
    message: 'Skip on a condition that the name tells: (available ? it : it.skip)("… (needs …)").',
  },
  {
    selector: 'CallExpression[callee.name=/^(xit|xtest|xdescribe|fit|fdescribe)$/]',
    message: 'No skipped or focused test.',
  },
];

export default tseslint.config(
  {
    ignores: [
      'web/src/api/schema.d.ts',
      'node_modules/',
      '.kratos/',
      'dist/',
      'cdk.out/',
      'coverage/',
      'forecasting/kernels/simd/assembly/',
      '**/generated/',
      '**/*.generated.ts',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './web/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/ban-ts-comment': [
        'error',
        {
          'ts-ignore': true,
          'ts-nocheck': true,
          'ts-expect-error': 'allow-with-description',
          minimumDescriptionLength: 10,
        },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      eqeqeq: 'error',
      'max-lines': ['error', { max: 300 }],
      'no-console': 'off',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'], location: 'start' }],
      'prefer-const': 'error',
    },
  },
  {
    plugins: { boundaries },
    settings: {
      'boundaries/elements': Object.keys(layers).map((type) => ({
        type,
        pattern: `${type}/**/*`,
        partialMatch: false,
      })),
      'boundaries/root-path': import.meta.dirname,
      'import/resolver': { node: { extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'] } },
    },
    ignores: tests,
    rules: {
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          policies: Object.entries(layers).map(([from, allowed]) => ({
            from: { element: { type: from } },
            allow: [from, ...allowed].map((to) => ({ to: { element: { type: to } } })),
          })),
          message: '{{from.element.type}}/ may not import from {{to.element.type}}/',
        },
      ],
    },
  },
  {
    files: tests,
    rules: {
      'no-restricted-syntax': ['error', ...noSkippedTests],
      // `expect(object.method)` names the method and never calls it unbound.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['web/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'redux-saga/effects',
              message: 'Use typed-redux-saga: its effects know the type of their result.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['web/**/*.{ts,tsx}'],
    ignores: tests,
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'fetch', message: 'Side effects go through a saga and the API client.' },
      ],
    },
  },
  {
    files: ['web/**/api/**/*.ts', 'web/**/api.ts'],
    rules: { 'no-restricted-globals': 'off' },
  },
  { files: ['**/*.js', '**/*.mjs'], ...tseslint.configs.disableTypeChecked },
);
