import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['lib/**/*.test.ts', 'collectors/**/*.test.ts', 'app/**/*.test.ts', 'e2e/**/*.test.ts'],
    exclude: ['node_modules/**', '.next/**', '.cache/**'],
    environment: 'node',
    setupFiles: ['lib/i18n/testdata/every-language.ts'],
    testTimeout: 20_000,
  },
});
