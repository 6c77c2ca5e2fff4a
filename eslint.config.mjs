import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const SCRIPTS = ['**/*.mjs', '**/*.cjs'];
const SPECS = ['**/*.spec.ts', '**/*.spec.tsx', 'test/**/*.ts'];

const environmentBan = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'The environment is read once, in src/platform/config.',
};
const rawHtmlBans = [
  {
    selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
    message: 'What people typed is plain text: render it as a child.',
  },
  {
    selector: "Property[key.name='dangerouslySetInnerHTML']",
    message: 'What people typed is plain text: render it as a child.',
  },
  {
    selector: 'AssignmentExpression[left.property.name=/^(innerHTML|outerHTML|srcdoc)$/]',
    message: 'Raw HTML: use textContent or elements.',
  },
  {
    selector:
      'CallExpression[callee.property.name=/^(insertAdjacentHTML|write|writeln|setHTMLUnsafe)$/][callee.object.name=/^(document|element|root|node)$/]',
    message: 'Raw HTML: use textContent or elements.',
  },
];

export default tseslint.config(
  {
    ignores: [
      ...['**/dist/', '**/generated/', '**/node_modules/', '.ropeline/', 'coverage/', 'test-results/', '**/fixtures/'],
      'vite.config.mjs', // not part of a type-checked program
      'prisma.config.ts',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-expect-error': 'allow-with-description', minimumDescriptionLength: 10 },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/require-await': 'off', // an async method of a port may have nothing to wait for
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      eqeqeq: ['error', 'always'],
      'no-control-regex': 'off', // what people type is freed of exactly those
      'no-console': 'error',
      'no-restricted-syntax': ['error', environmentBan],
    },
  },
  {
    files: ['web/**/*.ts', 'web/**/*.tsx'],
    rules: { 'no-restricted-syntax': ['error', environmentBan, ...rawHtmlBans] },
  },
  // programs of their own, which speak on the console and are set up by the environment; the config is the one reader in src
  {
    files: ['src/platform/config/**/*.ts', 'tools/**/*.ts', 'load/**/*.ts'],
    rules: { 'no-restricted-syntax': 'off', 'no-console': 'off' },
  },
  { files: ['src/main.ts'], rules: { 'no-console': 'off' } },
  {
    files: SPECS,
    rules: {
      'no-restricted-syntax': 'off',
      'no-console': 'off',
      '@typescript-eslint/unbound-method': 'off', // expect(mock.method)
      '@typescript-eslint/no-unsafe-assignment': 'off', // expect.any, response bodies
    },
  },
  {
    files: ['load/k6/**/*.js'], // run by k6, not by Node
    languageOptions: {
      globals: { __ENV: 'readonly', __VU: 'readonly', __ITER: 'readonly', setTimeout: 'readonly' },
    },
  },
  {
    files: SCRIPTS,
    languageOptions: {
      globals: Object.fromEntries(
        [
          'process',
          'console',
          'atob',
          'crypto',
          'Response',
          'TextDecoder',
          'TextEncoder',
          'URL',
          'setTimeout',
          'clearTimeout',
          'setInterval',
          'clearInterval',
          'fetch',
          'AbortSignal',
          'WebAssembly',
          'Buffer',
          'module',
          'require',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
);
