import regexp from 'eslint-plugin-regexp'
import tseslint from 'typescript-eslint'

// The bare connection sees everything: only these places may hold it. All else goes through asActor (docs/tenancy.md).
const mayUseBareDb = [
  'src/db/**',
  'src/accounts/**',
  'src/mail/**',
  'src/worker/**',
  'src/cli/**',
  'src/server.ts',
  'migrations/**',
  'seeds/**',
  'test/**',
]

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', '.data/', 'public/', 'bin/', '*.js', '*.mjs'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'no-eval': 'error',
      'no-new-func': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/require-await': 'off',
      // What raw SQL gives knex does not know: it is said by an assertion, once, where it is asked for.
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true, varsIgnorePattern: '^_' }],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Read the environment through src/config.ts.' },
      ],
      'no-console': 'error',
    },
  },
  {
    files: ['src/**/*.ts', 'seeds/**/*.ts'],
    plugins: { regexp },
    rules: {
      // Text is other people's: a pattern that takes quadratic time on it lets one request stop the process.
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential', ignorePartial: false }],
    },
  },
  {
    files: ['src/**/*.ts', 'seeds/**/*.ts'],
    ignores: ['src/text/clean.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'MemberExpression[property.name="normalize"], MemberExpression[property.value="normalize"]',
          message: 'Normalizing is quadratic in runs of combining marks: use src/text/clean.ts.',
        },
      ],
    },
  },
  { files: ['src/config.ts', 'test/**', '*.ts'], rules: { 'no-restricted-properties': 'off' } },
  { files: ['src/cli/**', 'test/**'], rules: { 'no-console': 'off' } },
  {
    files: ['src/**/*.ts'],
    ignores: mayUseBareDb,
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['**/db/bare.ts'], message: 'Use asActor(): the bare connection bypasses tenancy.' }] },
      ],
    },
  },
)
