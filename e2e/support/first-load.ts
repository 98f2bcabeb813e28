import { gzipSync } from 'node:zlib';

/** Bytes of JavaScript that a browser loads for a page before anybody does anything, gzipped. */
export async function firstLoadBytes(url: string): Promise<number> {
  const html = await (await fetch(url)).text();
  const scripts = [...html.matchAll(/<script[^>]*\ssrc="([^"]+)"[^>]*>/g)]
    // Browsers of the last years skip what is for those without modules.
    .filter(([tag]) => !/\snomodule/i.test(tag))
    .map((match) => new URL((match[1] ?? '').replaceAll('&amp;', '&'), url).href);
  if (scripts.length === 0) throw new Error(`${url} names no script.`);
  const sizes = await Promise.all(
    [...new Set(scripts)].map(async (script) => gzipSync(Buffer.from(await (await fetch(script)).arrayBuffer())).byteLength),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
