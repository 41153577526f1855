// Builds the one file that pages embed, and packs it: `npm ci && npm run build`. An argument names another target.
//
// The first line of the result holds the hash of the sources, so that a changed source without a new
// build is noticed even where Node.js is not installed.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const target = process.argv[2] ?? join(here, "..", "static", "widget.js");

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sources(path) : [path];
  });
}

// Name and content of every source in the order of their names, each with its length before it.
function hashOfSources() {
  const paths = [...sources(join(here, "src")), join(here, "build.mjs"), join(here, "package-lock.json")];
  const named = paths.map((path) => [relative(here, path).split(sep).join("/"), path]);
  const hash = createHash("sha256");
  for (const [name, path] of named.sort(([a], [b]) => (a < b ? -1 : 1))) {
    const content = readFileSync(path);
    hash.update(`${name}\n${content.length}\n`);
    hash.update(content);
  }
  return hash.digest("hex");
}

const result = await build({
  entryPoints: [join(here, "src", "index.ts")],
  absWorkingDir: here,
  bundle: true,
  minify: true,
  write: false,
  format: "iife",
  target: ["es2022"],
  charset: "utf8",
  legalComments: "none",
  loader: { ".css": "text" },
  plugins: [{
    name: "small-styles",
    setup(plugin) {
      plugin.onLoad({ filter: /\.css$/ }, ({ path }) => ({
        contents: readFileSync(path, "utf8").replace(/\/\*.*?\*\//gs, "").replace(/\s+/g, " ").replace(/ ?([{};,>]) ?/g, "$1"),
        loader: "text",
      }));
    },
  }],
});
const banner = `/* FTA Advisor. Built from bot/web/widget; sources sha256 ${hashOfSources()} */\n`;
const built = banner + result.outputFiles[0].text;
writeFileSync(target, built);
// As browsers like it best; the server sends it as it is.
writeFileSync(`${target}.br`, brotliCompressSync(built));
