/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm run check` type-checks the whole repository; the build of the app does not do it a second time.
  // A tsconfig of its own, because Next rewrites the one that it uses until it lists the folders that Next wants in it.
  typescript: { ignoreBuildErrors: true, tsconfigPath: 'app/tsconfig.json' },
  // Loaded by Node as they are, so that the custom server and the pages use one copy.
  serverExternalPackages: ['kysely', 'pino'],
};

export default config;
