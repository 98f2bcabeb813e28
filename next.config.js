/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // No page has pictures to be resized: the part of Next that reads foreign ones answers nothing.
  images: { unoptimized: true },
  // `npm run check` type-checks the whole repository; the build of the app does not do it a second time.
  // A tsconfig of its own, because Next rewrites the one that it uses until it lists the folders that Next wants in it.
  typescript: { ignoreBuildErrors: true, tsconfigPath: 'app/tsconfig.json' },
  // Loaded by Node as they are, so that the custom server and the pages use one copy.
  serverExternalPackages: ['kysely', 'pino'],
};

export default config;
